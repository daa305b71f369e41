// Of Radix Themes: the parts that we use, with the properties that we set.
import type { HTMLAttributes, ReactElement, ReactNode } from "react";

type Part<Properties = {}> = (properties: Properties & { children?: ReactNode }) => ReactElement;
type Opened = { open?: boolean; onOpenChange?: (open: boolean) => void };
type Content = Part<HTMLAttributes<HTMLDivElement> & { align?: "start" | "center" | "end" }>;

export const Dialog: { Root: Part<Opened>; Trigger: Part; Content: Content; Title: Part };
export const Popover: { Root: Part<Opened>; Trigger: Part; Content: Content; Close: Part };
export const SegmentedControl: {
  Root: Part<{ size?: string; value: string; "aria-label": string; onValueChange: (value: string) => void }>;
  Item: Part<{ value: string }>;
};
export const VisuallyHidden: Part;

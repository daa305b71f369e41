// Of the command menu under Ctrl+K: the parts that we use, with the properties that we set.
import type { HTMLAttributes, ReactElement, ReactNode } from "react";

type Part<Properties = {}> = (properties: Properties & { children?: ReactNode }) => ReactElement;

export const Command: Part<HTMLAttributes<HTMLDivElement> & { shouldFilter: boolean; loop: boolean; label: string; value: string; onValueChange: (value: string) => void }> & {
  Input: Part<{ value: string; onValueChange: (text: string) => void; placeholder: string; className: string }>;
  List: Part<{ className: string; onPointerMove: () => void }>;
  Group: Part<{ heading: string }>;
  Item: Part<{ value: string; onSelect: () => void; className: string }>;
};

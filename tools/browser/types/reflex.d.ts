// What Reflex's page gives to components of ours: the dispatchers of the page's socket, by the channel's name.
import type { Context } from "react";

export const DispatchContext: Context<Record<string, (message: any) => void>>;

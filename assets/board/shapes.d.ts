// What the board keeps in the browser, and what its parts give one another. What the server tells it: messages.d.ts;
// what it asks of the server: asks.d.ts.
import type { Ask } from "./asks";
import type * as told from "./messages";
import type { CardOrder, Channel, Day, Habits, MoreRows, Options, Person, RowKey, RowPatch, Sort, Stage, Tag } from "./messages";

/** What the person's own hand has changed and the server has not told yet, and the version that this makes of it. */
interface Mine {
  mine?: Partial<told.Card & told.Row>;
  awaits?: number;
}
export interface Card extends told.Card, Mine {}
export interface Row extends told.Row, Mine {}

export type ColumnName = RowKey | "tags";
export type Density = NonNullable<Habits["density"]>;

/** How many deals there are, their sums, and the sums weighted by the chance of a deal, in words. */
export interface Totals {
  deals: number;
  sum: string;
  weighted: string;
}

export interface Column extends told.Stage {
  totals: Totals;
  cards: Card[];
  opening: number; // which snapshot it came with
  misses: number; // windows that came too late to be of use
}

export interface BoardModel {
  kind: "board";
  seq: number;
  room: string;
  order: string[]; // keys of the stages
  sorted: CardOrder;
  columns: Record<string, Column>;
  told: Map<string, Card | null>;
}

export interface TableModel {
  kind: "table";
  seq: number;
  room: string;
  rows: Row[];
  total: Totals;
  sort: Sort;
  stages: Stage[];
  places: Record<"stage" | "manager" | "channel", Map<string, number>>;
  recent: RowPatch[];
  opening: number;
  misses: number;
}

export type CalendarModel = Pick<told.CalendarSnapshot, "kind" | "seq" | "room" | "days" | "overdue" | "span" | "month" | "today" | "now">;

export type Model = BoardModel | TableModel | CalendarModel;

// What the parts of the board give one another.

export type Translate = (key: string, values?: Record<string, string | number>) => string;
type Box<Value> = { current: Value };

/** What words about a moment need. */
export interface Clock { now: number; t: Translate; locale: string; zone: string }

/** What every card needs of its board. */
export interface Around extends Clock {
  path: string;
  /** Nothing is moved or changed: the person only reads. */
  fixed: boolean;
  /** The deals may be taken away as a file. */
  exports: boolean;
  density: Density;
  order: CardOrder;
  columns: string[];
  reading: Set<string>;
  people: Map<string, Person>;
  channels: Map<string, Channel>;
  tags: Map<number, Tag>;
  onVisit: (deal: string) => void;
}

export type Select<Kind extends Card | Row = Card | Row> = (card: Kind, range: boolean) => void;

/** Where deals can be chosen. */
export interface ChoosingAround extends Around { onSelect: Select }

/** In the table, where cells can be changed. */
export interface TableAround extends ChoosingAround { stages: Map<string, Stage>; options: Options; edit: Edit }

export interface Edit {
  open: (id: string, column: ColumnName) => void;
  close: () => void;
  move: (row: Row, stage: string) => void;
  rename: (row: Row, title: string) => void;
  handOver: (row: Row, person: Person) => void;
  ask: Ask;
}

export interface CellProps { row: Row; name: ColumnName; editing: boolean }

/** A change that can be taken back. */
export interface Change<Item extends { deal_id?: string } = any> {
  back: Item[];
  words: (count: number) => string;
  take: (back: Item[]) => void;
}

export interface Past {
  past: (Change & { at: number }) | null;
  remember: (change: Change) => void;
  forget: (id: string) => void;
  undo: () => void;
}

/** The live board; a form is drawn only once there is a model of its kind. */
export interface Live<Kind extends Model = Model> {
  model: Kind;
  reading: Set<string>;
  held: Box<Kind>; // the model, readable outside of rendering
  dragging: Box<boolean>;
  returned: Box<(id: string) => void>;
  moved: Box<(task: string, due: number) => void>;
  show: (model: Kind) => void;
  drag: (active: boolean) => void;
  ask: () => void;
}

export type ChangeAddress = (fields: Record<string, string | undefined>) => void;

/** What each form of the board gets. */
export interface FormProps<Kind extends Model> {
  board: Live<Kind>;
  past: Past;
  options: Options;
  help: (open: boolean) => void;
  ask: Ask;
  query: string;
  change: ChangeAddress;
  children?: import("react").ReactNode;
}

// Made by tools/board_wire.py of studio_app/workspace/board/wire, where the words are: nothing is changed here by hand.

export type StageKind = "open" | "won" | "lost";

export type CardOrder = "manual" | "amount" | "age" | "task";

export type RowKey = "number" | "title" | "client" | "stage" | "amount" | "manager" | "channel" | "task" | "age" | "created" | "closed";

/**
 * How many deals there are, their sums, and the sums weighted by the chance of a deal.
 *
 * On the wire it is a list in this order: two of them go along with each card that moves, in 600 bytes.
 */
export type Totals = [deals: number, sum: string, weighted: string];

/** An answer that a client waits for. */
export interface Wait {
  since: number;
  by: number;
}

/** What a card and a row have of a deal. */
export interface Deal {
  id: string;
  title: string;
  client: string;
  by: string; // key of its manager
  stage: string; // key of its stage
  since: number; // in its stage, microseconds
  version: number;
  amount?: string; // in words
  sum?: number; // minor units
  task?: string;
  due?: number;
  doc?: string; // kind and state of the newest document
  tags?: number[];
  unread?: 1;
  wait?: Wait;
}

/** A deal as a card, its long texts cut. */
export interface Card extends Deal {
  rank: string; // the greater, the higher; none ends in zero
}

/** A deal as a row of the table, uncut. */
export interface Row extends Deal {
  number: number;
  title_key: string; // by which titles are sorted
  client_key: string;
  channel: string;
  created: number; // microseconds
  plain?: string; // the amount as it is typed
  fixed?: 1; // the task is not one in the person's own words
  closed?: number;
}

/** A task on its day. */
export interface Task {
  id: string;
  deal: string;
  words: string;
  title: string; // of the deal
  client: string;
  by: string; // key of the deal's manager
  day: string; // ISO, on the studio's clock
  time: string; // empty: by the end of work
  due: number;
}

/** A day of the calendar. */
export interface Day {
  day: string; // ISO
  count: number; // of all its tasks
  tasks: Task[]; // the first of them
}

/** A stage of the pipeline. */
export interface Stage {
  key: string;
  id: string;
  name: string;
  kind: StageKind;
  colour: string;
  norm: number; // days
}

/** A stage as a column, with its first cards. */
export interface Column extends Stage {
  totals: Totals;
  cards: Card[];
}

/** Something to choose by its name. */
export interface Named {
  id: string;
  name: string;
}

/** Where leads come from. */
export interface Channel extends Named {
  active: boolean;
}

/** Somebody of the studio. */
export interface Person {
  key: string;
  id: string;
  name: string;
  team: string;
  active: boolean;
}

/** A tag, by the number that cards carry. */
export interface Tag {
  id: number;
  name: string;
  colour: string;
  active: boolean;
}

/** A saved filter; own ones the reader may change. */
export interface View {
  id: string;
  name: string;
  query: string;
  shared: boolean;
  own: boolean;
}

/** How the reader likes the board. */
export interface Habits {
  density?: "comfortable" | "compact";
  order?: CardOrder;
  columns?: string; // of the table, by name
}

/** What the board offers to choose from. */
export interface Options {
  me: string; // key of the reader
  zone: string; // of the studio's clock
  pipelines: Named[];
  people: Person[];
  channels: Channel[];
  tags: Tag[];
  views: View[];
  habits: Habits;
}

/** A deal whose client is just looking at something. */
export interface Reading {
  deal: string;
  age: number; // seconds since the last sign of it
}

/** The order of the table. */
export interface Sort {
  key: RowKey;
  down: boolean;
}

/** What every snapshot begins with. */
export interface SnapshotHead {
  seq: number; // of the last patch that it knows
  room: string;
  query: string; // the address that it answers
  options: Options;
  reading: Reading[];
}

/** The whole board as it opens. */
export interface BoardSnapshot extends SnapshotHead {
  kind: "board";
  columns: Column[];
  order: CardOrder;
}

/** The whole table as it opens. */
export interface TableSnapshot extends SnapshotHead {
  kind: "table";
  rows: Row[];
  total: Totals;
  sort: Sort;
  stages: Stage[];
}

/** The whole calendar as it opens. */
export interface CalendarSnapshot extends SnapshotHead {
  kind: "calendar";
  days: Day[];
  overdue: Day; // since before the first of them
  span: "week" | "month";
  month: string; // a day of it, ISO
  today: string; // ISO
  now: number;
}

/** What every patch begins with. */
export interface PatchHead {
  seq: number; // counts on from the patch before it
  room: string;
  gone?: string; // a deal that is not shown any more
}

/** A card has changed. */
export interface CardPatch extends PatchHead {
  kind: "card";
  card?: Card;
  totals: Record<string, Totals>; // by the key of the stage, those that have changed
}

/** A row has changed. */
export interface RowPatch extends PatchHead {
  kind: "row";
  row?: Row;
  total: Totals;
}

/** A client is just looking at something of the deal. */
export interface ClientReads {
  kind: "client_reads";
  deal: string;
}

/** The next cards of a column. */
export interface MoreCards {
  kind: "more_cards";
  query: string; // the address that it answers
  stage: string;
  after: Card | null; // under it as it was then; null: they are the first
  more: Card[];
}

/** The next rows of the table. */
export interface MoreRows {
  kind: "more_rows";
  query: string; // the address that it answers
  after: Row; // under it as it was then
  more: Row[];
}

/** A card as it is, for whoever has tried to change it in vain. */
export interface CardBack {
  kind: "card_back";
  card: Card;
}

/** The same for a row. */
export interface RowBack {
  kind: "row_back";
  row: Row;
}

/** What the board offers has changed by the reader's own hand. */
export interface NewOptions {
  kind: "new_options";
  options: Options;
}

/** A task that the reader has put off is due then. */
export interface TaskMoved {
  kind: "task_moved";
  task: string;
  due: number;
}

/** Days of the calendar have changed: they are to be read anew. */
export interface DaysChanged {
  kind: "days_changed";
}

export type Change = CardPatch | RowPatch | ClientReads | DaysChanged;

/** Many changes at once. */
export interface Patches {
  kind: "patches";
  patches: (CardPatch | RowPatch | ClientReads | DaysChanged)[];
}

/** Something was lost, or more has changed than can be told: the board is to be opened anew. */
export interface Resync {
  kind: "resync";
}

export type Snapshot = BoardSnapshot | TableSnapshot | CalendarSnapshot;

export type Told = Change | Patches | Resync;

export type Answer = Snapshot | MoreCards | MoreRows | CardBack | RowBack | NewOptions | TaskMoved | DaysChanged;

export type Message = Change | Snapshot | Patches | Resync | MoreCards | MoreRows | CardBack | RowBack | NewOptions | TaskMoved;

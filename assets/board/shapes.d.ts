// What the server tells the board, and what the board keeps of it. The server's side: studio_app/workspace/board,
// views.py for cards, rows and totals, agenda_view.py for tasks, surroundings.py for the frame, feed.py for patches.
// Moments are seconds of the epoch where nothing else is said; a stage and a person have short keys beside their ids.

/** Count, sums, and sums weighted by the chance of a deal. */
export type Totals = [count: number, sum: string, weighted: string];

/** What a card and a row have of a deal; what is empty is left out. */
interface Deal {
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
  unread?: number;
  wait?: Wait;
  mine?: Partial<Deal>; // what the person's own hand has changed and the server has not told yet
  awaits?: number; // the version that this makes of it
}

/** An answer that a client waits for: since when and until when. */
export type Wait = [since: number, by: number];

export interface Card extends Deal {
  rank: string; // the greater, the higher; none ends in zero
}

export interface Row extends Deal {
  number: string | number;
  title_key: string;
  client_key: string;
  channel: string;
  created: number; // microseconds
  plain?: string; // the amount as it is typed
  fixed?: number; // the task is not one in the person's own words
  closed?: number;
}

export interface Task {
  id: string;
  deal: string;
  words: string;
  title: string;
  client: string;
  by: string;
  day: string; // ISO, on the studio's clock
  time: string; // empty: by the end of work
  due: number;
}

export interface Day {
  day: string;
  count: number; // of all its tasks
  tasks: Task[]; // the first of them
}

export interface Stage {
  key: string;
  id: string;
  name: string;
  kind: string; // open, won, lost
  colour: string;
  norm: number; // days
}

export interface ToldColumn extends Stage {
  totals: Totals;
  cards: Card[];
}

export type Order = "manual" | "amount" | "age" | "task";
export type ColumnName =
  | "number" | "title" | "client" | "stage" | "amount" | "manager" | "channel" | "task" | "age" | "tags" | "created" | "closed";
export type Sort = { key: Exclude<ColumnName, "tags">; down: boolean };

export interface Person { key: string; id: string; name: string; team: string; active: boolean }
export interface Tag { id: number; name: string; colour: string; active: boolean }
export interface View { id: string; name: string; query: string; shared: boolean; own: boolean }

/** What stands around the deals, the same for all of a pipeline. */
export interface Frame {
  me: string;
  zone: string;
  pipelines: { id: string; name: string }[];
  people: Person[];
  channels: { id: string; name: string; active: boolean }[];
  tags: Tag[];
  views: View[];
  habits: Habits;
}

export interface Habits { density?: Density; order?: Order; columns?: string }
export type Density = "comfortable" | "compact";

// The messages of the wire. A patch counts on from the number before it; `query` is the address an answer is for.

interface Snapshot { seq: number; room: string; query: string; frame: Frame; reading: [deal: string, age: number][] }
export interface BoardSnapshot extends Snapshot { columns: ToldColumn[]; order: Order }
export interface TableSnapshot extends Snapshot { rows: Row[]; total: Totals; sort: Sort; stages: Stage[] }
export interface CalendarSnapshot extends Snapshot, Span { days: Day[]; overdue: Day }
interface Span { span: "week" | "month"; month: string; today: string; now: number }

interface Patch { seq: number; room: string; gone?: string }
export interface CardPatch extends Patch { card?: Card; totals: Record<string, Totals> }
export interface RowPatch extends Patch { row?: Row; total: Totals }

/** The next cards of a column, under the card `after` as it was then; null: from the top. */
export interface CardWindow { stage: string; after: Card | null; more: Card[]; query?: string }
export interface RowWindow { after: Row | null; more: Row[]; query?: string }

/** Any message: which one it is shows by what it carries. */
export interface Message
  extends Partial<
    Omit<BoardSnapshot, "reading"> & TableSnapshot & CalendarSnapshot & Pick<CardPatch, "card" | "totals" | "gone">
  > {
  many?: Message[];
  row?: Row;
  stage?: string;
  after?: Card | Row | null;
  more?: Card[] | Row[];
  reading?: string | [deal: string, age: number][];
  moved?: [task: string, due: number];
  changed?: number; // days of a calendar have: they are read anew
  resync?: boolean;
}

// What is kept in the browser.

export interface Column extends ToldColumn {
  opening: number; // which snapshot it came with
  misses: number; // windows that came too late to be of use
}

export interface BoardModel {
  kind: "board";
  seq: number;
  room: string;
  order: string[]; // keys of the stages
  sorted: Order;
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

export interface CalendarModel extends Span {
  kind: "calendar";
  seq: number;
  room: string;
  days: Day[];
  overdue: Day;
}

export type Model = BoardModel | TableModel | CalendarModel;

// What is asked of the server: the events of the component, studio_app/workspace/board/component.py.

export type Held = [deal: string, version: number];
/** The way back of a move: the deal, the version to be undone, its stage, the cards above and below. */
export type Back = [deal: string, version: number, stage: string, above: string, below: string];

export interface Ask {
  onOpen: (query: string) => void;
  onMove: (id: string, version: number, stage: string, above: string, below: string) => void;
  onMoveMany: (deals: Held[], stage: string, above: string, below: string) => void;
  onLose: (deals: Held[], stage: string, above: string, below: string) => void;
  onUndo: (back: Back[]) => void;
  onAssign: (deals: Held[], person: string) => void;
  onTag: (deals: Held[], tag: string, on: boolean) => void;
  onMore: (stage: string, last: string) => void;
  onMoreRows: (query: string, last: string) => void;
  onRename: (id: string, title: string, seen: string) => void;
  onPrice: (id: string, version: number, amount: string) => void;
  onHandOver: (id: string, version: number, person: string) => void;
  onPlan: (id: string, words: string, day: string, seen: number) => void;
  onPutOff: (task: string, day: string, seen: number) => void;
  onHabit: (name: string, value: string) => void;
  onSaveView: (name: string, query: string, shared: boolean) => void;
  onDropView: (id: string) => void;
}

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
  order: Order;
  columns: string[];
  reading: Set<string>;
  people: Map<string, Person>;
  channels: Map<string, Frame["channels"][number]>;
  tags: Map<number, Tag>;
  onVisit: (deal: string) => void;
}

export type Select<Kind extends Deal = Card | Row> = (card: Kind, range: boolean) => void;

/** Where deals can be chosen. */
export interface ChoosingAround extends Around { onSelect: Select }

/** In the table, where cells can be changed. */
export interface TableAround extends ChoosingAround { stages: Map<string, Stage>; frame: Frame; edit: Edit }

export interface Edit {
  open: (id: string, column: ColumnName) => void;
  close: () => void;
  move: (row: Row, stage: string) => void;
  rename: (row: Row, title: string) => void;
  handOver: (row: Row, person: Person) => void;
  ask: Ask;
}

export interface CellProps { row: Row; name: ColumnName; editing: boolean }

/** A change that can be taken back; each item of `back` begins with an id. */
export interface Change<Item extends [string, ...unknown[]] = any> {
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
  frame: Frame;
  help: (open: boolean) => void;
  ask: Ask;
  query: string;
  change: ChangeAddress;
  children?: import("react").ReactNode;
}

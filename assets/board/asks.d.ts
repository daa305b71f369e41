// Made by tools/board_wire.py of studio_app/workspace/board/wire, where the words are: nothing is changed here by hand.

/** A deal as the browser has it. */
export interface Held {
  deal_id: string;
  version: number;
}

/** Many deals at once. */
export interface Deals {
  deals: Held[];
}

/** A stage, and the cards between which it is meant. */
export interface Place {
  stage_id: string;
  above_id: string; // empty: none
  below_id: string;
}

/** The whole board, table or calendar. */
export interface Opening {
  query: string; // what stands in the address
}

/** A card is put there; of the way back, `version` is the one to be undone. */
export interface Move extends Held, Place {
}

/** Many cards are put there, or are to be lost there. */
export interface MoveMany extends Deals, Place {
}

/** Cards are put back where they were before the last move. */
export interface Undo {
  moves: Move[];
}

/** Many deals are handed to a person. */
export interface Assign extends Deals {
  manager_id: string;
}

/** Many deals are marked with a tag, or it is taken off them. */
export interface Mark extends Deals {
  tag: string; // its name
  on: boolean;
}

/** The next cards of a column. */
export interface NextCards {
  stage_id: string;
  last_id: string; // the last that is loaded; empty: none is
}

/** The next rows of the table. */
export interface NextRows {
  query: string; // what stands in the address
  last_id: string; // the last that is loaded
}

/** A deal gets another title. */
export interface Rename {
  deal_id: string;
  title: string;
  seen: string; // the title before
}

/** What a deal may be worth. */
export interface Price extends Held {
  amount: string; // as it is typed
}

/** A deal is given to a colleague. */
export interface HandOver extends Held {
  manager_id: string;
}

/** What comes next on a deal. */
export interface Plan {
  deal_id: string;
  title: string;
  day: string; // ISO; empty: none
  seen: number; // when the task before was due, 0: there was none
}

/** A task is put to another day. */
export interface PutOff {
  task_id: string;
  day: string; // ISO
  seen: number; // when it was due
}

/** How the reader likes the board. */
export interface KeepHabit {
  name: string;
  value: string;
}

/** A filter is kept under a name. */
export interface SaveView {
  name: string;
  query: string;
  shared: boolean;
}

/** A saved view is forgotten. */
export interface DropView {
  view_id: string;
}

/** All that can be asked, each by its event of the component. */
export interface Ask {
  onOpen: (ask: Opening) => void;
  onMove: (ask: Move) => void;
  onMoveMany: (ask: MoveMany) => void;
  onLose: (ask: MoveMany) => void;
  onUndo: (ask: Undo) => void;
  onAssign: (ask: Assign) => void;
  onTag: (ask: Mark) => void;
  onMore: (ask: NextCards) => void;
  onMoreRows: (ask: NextRows) => void;
  onRename: (ask: Rename) => void;
  onPrice: (ask: Price) => void;
  onHandOver: (ask: HandOver) => void;
  onPlan: (ask: Plan) => void;
  onPutOff: (ask: PutOff) => void;
  onHabit: (ask: KeepHabit) => void;
  onSaveView: (ask: SaveView) => void;
  onDropView: (ask: DropView) => void;
}

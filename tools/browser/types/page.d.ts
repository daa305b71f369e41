// What our scripts leave on the page for one another and for the server's events.
declare global {
  interface Window {
    /** Shows what is wrong at its fields; gives the sentences that belong to none that can be seen. */
    studioRefused: (problems: [field: string, sentence: string][]) => string;
    /** Empties a stored form of what was sent, by its fields' names. */
    studioKept: (id: string, typed: Record<string, string>) => void;
    /** What was sent last was not saved; missing where nothing asks before leaving. */
    studioNotSaved?: () => void;
    /** Asks whoever leaves unsaved words; whether they stay. */
    studioStays?: () => boolean;
    studioTyped: () => void;
    studioTrouble: (words: Record<string, string> | null) => void;
  }
}

export {};

// What the coordinator tells whoever runs it: a sentence for a person, a name and facts for a program.

export interface About {
  /** The same for everything of its kind, as `store/full`; default: `notice`. */
  event?: string;
  level?: "info" | "warn" | "error";
  /** Never a key, a name or an address of a volunteer. */
  facts?: Readonly<Record<string, string | number>>;
}

/** One line. */
export type Say = (line: string, about?: About) => void;

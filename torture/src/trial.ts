// What a trial is: it does harm, and reports figures and violations.

export interface TrialOptions {
  /** true: the sizes of the published table; false: a small part of them, for every commit. */
  full: boolean;
  /** All chance in the trial comes from it: the same seed repeats what chance decided. */
  seed: number;
  /** An empty folder of its own; removed afterwards unless something was violated. */
  folder: string;
  /** One line of progress. */
  say: (line: string) => void;
}

/** One row of the table. */
export interface Figure {
  what: string;
  /** What the project wants; null where nothing is asked. */
  asked: string | null;
  measured: string;
}

export interface TrialResult {
  figures: Figure[];
  /** Sentences; empty: the trial holds. */
  violations: string[];
}

export interface Trial {
  /** As it is named on the command line. */
  name: string;
  /** What it tries, half a sentence. */
  about: string;
  run(options: TrialOptions): Promise<TrialResult>;
}

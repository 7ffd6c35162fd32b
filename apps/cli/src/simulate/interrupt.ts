// Ctrl-C and a kill: the run ends at the next batch with a word on how to go on.

import { constants } from "node:os";

import { SpikefedError } from "@spikefed/protocol";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A shell's exit code of what a signal ended. */
export const signalCode = (name: (typeof SIGNALS)[number]): number => 128 + constants.signals[name];

export interface Interrupt {
  /** Its reason is `simulate/interrupted`. */
  signal: AbortSignal;
  /** What to exit with; null: nobody interrupted. */
  exitCode: () => number | null;
  /** Signals end the process again as they do everywhere. */
  release: () => void;
}

/** The first signal asks to end; a second Ctrl-C ends at once: what is on the disk is whole anyway. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let code: number | null = null;
  const take = (name: (typeof SIGNALS)[number]) => {
    if (code !== null && name === "SIGINT") process.exit(code);
    code ??= signalCode(name);
    controller.abort(new SpikefedError("simulate/interrupted", { signal: name }));
  };
  for (const name of SIGNALS) process.on(name, take);
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => {
      for (const name of SIGNALS) process.off(name, take);
    },
  };
}

// One comparison when nothing is armed, which is always outside a trial.

import type { Failpoint } from "./names.ts";

interface Armed {
  name: string;
  /** Visits that are let pass. */
  left: number;
}

let armed = readArmed(process.env["SPIKEFED_FAILPOINT"]);

/**
 * Ends the process by SIGKILL where the environment names this moment: `SPIKEFED_FAILPOINT=NAME`,
 * or `NAME@3` for its third visit. Threads of a process have the same environment, each counts its
 * own visits.
 */
export function failpoint(name: Failpoint): void {
  if (armed !== null && armed.name === name) visit(armed);
}

function visit(moment: Armed): void {
  moment.left -= 1;
  if (moment.left > 0) return;
  armed = null;
  process.kill(process.pid, "SIGKILL");
}

function readArmed(text: string | undefined): Armed | null {
  const [, name, visits] = /^([a-z:-]+)(?:@(\d{1,6}))?$/.exec(text ?? "") ?? [];
  return name === undefined ? null : { name, left: Number(visits ?? 1) };
}

// What is promised of the coordinator's process.

import type { Evidence, Violation } from "./evidence.ts";

/** I7: memory stays within its budget. */
export function withinMemory({ history, memoryBytes }: Evidence): Violation[] {
  if (memoryBytes === null) return [];
  return history.flatMap((each) => {
    if (each.op !== "memory" || each.rssBytes <= memoryBytes) return [];
    const what = `the coordinator used ${each.rssBytes} bytes, its budget is ${memoryBytes}`;
    return [{ invariant: "I7", what }];
  });
}

/** I8: the coordinator ends only where the trial ends it. */
export function noSurprisingExit({ history }: Evidence): Violation[] {
  return history.flatMap((each) => {
    if (each.op !== "exit" || each.planned) return [];
    return [{ invariant: "I8", what: `the coordinator ended by itself: ${each.how}` }];
  });
}

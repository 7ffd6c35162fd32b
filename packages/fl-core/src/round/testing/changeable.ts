// A run whose rules the host changes on the way. For tests.

import { nextToOpen } from "../adjust.ts";
import { step } from "../machine.ts";
import type { Rules } from "../types.ts";
import { baseRules, createScript, join } from "./script.ts";

/** Started, with these clients. */
export function changeable(clients: readonly number[], rules: Partial<Rules> = {}) {
  const script = createScript(rules).play(...clients.map(join), "start");
  const known = { ...baseRules, ...rules };
  const now: Rules = { ...known, changes: [] };
  const send = (event: Parameters<typeof step>[1]) => {
    const next = step(script.state, event, script.nowMs, now);
    script.state = next.state;
    return next.effects.map(({ type }) => type);
  };
  const adjust = (changes: Rules["changes"][number]["changes"]) => {
    const change = { round: nextToOpen(script.state), changes };
    now.changes = [...now.changes, change];
    return changes.stepMode === undefined ? [] : send({ type: "step-mode" });
  };
  return { script, send, adjust, changes: () => now.changes };
}

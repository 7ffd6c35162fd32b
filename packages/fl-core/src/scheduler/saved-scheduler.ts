// A run's scheduler: in the lobby, or where its log ends.

import type { LogEvent } from "@spikefed/protocol";

import { restoreBuffer } from "../buffer/restore.ts";
import { bufferRules } from "../buffer/rules.ts";
import { savedBuffer } from "../buffer/saved-buffer.ts";
import { restoreRound } from "../round/restore.ts";
import { rulesOf } from "../round/rules.ts";
import { savedRound } from "../round/saved-round.ts";
import { BufferScheduler } from "./buffer-scheduler.ts";
import { RoundScheduler } from "./round-scheduler.ts";
import type { Scheduled } from "./scheduler.ts";

/**
 * What it does first are its effects.
 *
 * @param notBeforeMs When a round that was open is opened again.
 * @throws when the log does not begin with `run-opened`.
 */
export function savedScheduler(events: readonly LogEvent[], notBeforeMs: number): Scheduled {
  const [opened] = events;
  if (opened?.type !== "run-opened") throw new Error("the log does not begin with run-opened");
  const { settings } = opened;
  const { scheduler } = settings;
  if (scheduler.kind === "fedbuff") {
    const saved = savedBuffer(events);
    const rules = bufferRules(settings, scheduler, saved.changes);
    const { state, effects } = restoreBuffer(saved, notBeforeMs, rules);
    return { next: new BufferScheduler(state, rules), effects };
  }
  const saved = savedRound(events);
  const { state, effects } = restoreRound(saved, notBeforeMs);
  return { next: new RoundScheduler(state, rulesOf(settings, saved.changes)), effects };
}

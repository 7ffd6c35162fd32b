import type { LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { keptLog } from "./api.ts";

const log = (runId: string, length: number) =>
  Array.from({ length }, (_, seq) => ({ runId, seq }) as unknown as LogEvent);
const lines = (events: readonly LogEvent[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");

test("the log is written out once for those who ask again, and grows with the run", () => {
  const text = keptLog();
  const events = log("a", 3);
  expect(text("a", events).toString()).toBe(lines(events));
  expect(text("a", events)).toBe(text("a", events));
  const more = log("a", 5);
  expect(text("a", more).toString()).toBe(lines(more));
  expect(text("b", log("b", 2)).toString()).toBe(lines(log("b", 2)));
  expect(text("c", []).toString()).toBe("");
});

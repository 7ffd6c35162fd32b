import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { modelOf } from "../round/testing/script.ts";
import { savedBuffer } from "./saved-buffer.ts";

const opened: LogBody = {
  ...{ type: "run-opened", runId: "r", settings: defaultSettings },
  dataset: { name: "", source: "", procedural: true, sha256: "", classes: [] },
  model: { ...modelOf(0), bytes: 1, parameters: 1 },
};
const begins = (round: number, cohort: number[]): LogBody => {
  return { type: "round-opened", round, cohort, modelHash: "", deadlineMs: 0 };
};
const makes = (round: number, missing: number[]): LogBody[] => [
  { type: "round-closed", round, why: "goal", reported: [1], missing },
  {
    type: "aggregated",
    round,
    clients: [1],
    samples: 1,
    modelHash: `model-${round}`,
    version: round,
  },
];

/** Who is at work at the end of these lines, since when and from which model. */
function worksOf(...lines: LogBody[]) {
  const events = [opened, ...lines].map((body, seq): LogEvent => ({ ...body, seq, atMs: 0 }));
  return [...savedBuffer(events).atWork.values()].map(({ client, round, base }) => {
    return [client, round, base.version];
  });
}

test("who goes on keeps what it began; whose work was given up begins anew", () => {
  const first = begins(1, [1, 2, 3]);
  expect(worksOf(first, ...makes(1, [3]), begins(2, [2, 3]))).toEqual([
    [1, 1, 0],
    [2, 1, 0],
    [3, 2, 1],
  ]);
});

test("a line that says who begins is believed, whatever it had before", () => {
  const again: LogBody = { type: "work-begun", round: 2, client: 2 };
  expect(worksOf(begins(1, [2]), ...makes(1, []), begins(2, []), again)).toEqual([[2, 2, 1]]);
});

test("who has left and comes back goes on with its work, who was removed does not", () => {
  const left = (why: "said" | "lost" | "removed"): LogBody => ({ type: "left", client: 2, why });
  expect(worksOf(begins(1, [2]), left("lost"))).toEqual([[2, 1, 0]]);
  expect(worksOf(begins(1, [2]), left("said"))).toEqual([[2, 1, 0]]);
  expect(worksOf(begins(1, [2]), left("removed"))).toEqual([]);
});

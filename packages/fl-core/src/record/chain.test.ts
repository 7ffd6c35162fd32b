import type { EvaluationRecord, SignedRecord } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { checkSeal, linkProblem } from "./chain.ts";

const hash = (digit: string) => digit.repeat(64);
const record: EvaluationRecord = {
  ...{ format: 1, type: "evaluation", index: 0, previous: null, runId: "run-a", round: 1 },
  ...{
    software: { spikefed: "0", protocol: 1 },
    key: hash("a"),
    log: { lines: 1, sha256: hash("b") },
  },
  ...{ modelHash: hash("c"), correct: 1, samples: 2, loss: 3 },
};
const first: SignedRecord = { hash: hash("1"), record, signature: hash("f").repeat(2) };
const next: EvaluationRecord = { ...record, index: 1, previous: first.hash, round: 2 };

describe("a link", () => {
  test("that continues the chain has no problem", () => {
    expect(linkProblem(record, null)).toBeNull();
    expect(linkProblem(next, first)).toBeNull();
    expect(linkProblem({ ...next, round: 1 }, first)).toBeNull(); // an evaluation of the same round
  });

  test.each([
    [{ index: 2 }, "it is record 2, 1 is next"],
    [{ previous: hash("2") }, "it follows record 2222"],
    [{ previous: null }, "it follows record none"],
    [{ runId: "run-b" }, "it is of run run-b, not run-a"],
    [{ key: hash("b") }, "it is signed by key bbbb"],
    [{ round: 0 }, "its round is 0, after 1"],
  ])("%j is named", (change, why) => {
    expect(linkProblem({ ...next, ...change }, first)).toContain(why);
  });

  test("that is the first follows nothing", () => {
    expect(linkProblem({ ...record, index: 3 }, null)).toBe("it is record 3, 0 is next");
    expect(linkProblem({ ...record, previous: hash("1") }, null)).toContain("not none");
  });
});

test("a seal is checked as far as the device can", async () => {
  const asked: string[] = [];
  const verify = (key: string, text: string, signature: string) => {
    asked.push(key, text, signature);
    return null;
  };
  expect(await checkSeal(first, { sha256: () => hash("1"), verify })).toEqual({
    ...{ hash: true, signature: null },
  });
  expect(asked).toEqual([
    hash("a"),
    expect.stringMatching(/^\{"correct":1,"format":1,/),
    first.signature,
  ]);
  const wrong = { sha256: () => hash("2"), verify: () => false };
  expect(await checkSeal(first, wrong)).toEqual({ hash: false, signature: false });
});

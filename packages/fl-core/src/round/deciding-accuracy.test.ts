import type { LogBody } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { replay } from "../run-log/fold.ts";
import { goldenLog } from "../run-log/testing/golden-log.ts";
import { decidingAccuracy, lossFault } from "./deciding-accuracy.ts";

const judged = { correct: 9, samples: 10, loss: 1 };

test("validation pictures decide where there are any, else the test pictures", () => {
  expect(decidingAccuracy(judged)).toBe(0.9);
  expect(decidingAccuracy({ ...judged, validation: { ...judged, correct: 2 } })).toBe(0.2);
  const none = { correct: 0, samples: 0, loss: 0 };
  expect(decidingAccuracy({ ...judged, validation: none })).toBe(0.9);
  expect(decidingAccuracy(none)).toBeNull();
});

test("a loss that is no number is a fault, on either pictures", () => {
  expect(lossFault({ ...judged, validation: judged })).toBeNull();
  expect(lossFault({ loss: NaN })).toContain("NaN");
  expect(lossFault({ ...judged, validation: { ...judged, loss: Infinity } })).toContain("Infinity");
});

test("the best model is the one that is best on the validation pictures, and says so", () => {
  const opened = goldenLog[0] as LogBody & { type: "run-opened" };
  const settings = { ...opened.settings, validationSamples: 10 };
  const round = (at: number, correct: number, kept: number): LogBody => ({
    ...{ type: "evaluated", round: at, modelHash: `m${at}`, ...judged, correct, seconds: 1 },
    validation: { correct: kept, samples: 10, loss: 1 },
  });
  const bodies: LogBody[] = [{ ...opened, settings }, round(1, 5, 6), round(2, 9, 4)];
  const view = replay(bodies.map((body, seq) => ({ ...body, seq, atMs: seq })));
  expect(view.best).toEqual({ round: 1, modelHash: "m1", accuracy: 0.6, on: "validation" });
});

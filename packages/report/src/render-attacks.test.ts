import type { ErrorCode, RunSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { reportData } from "./data/report-data.ts";
import { renderAttacks } from "./render-attacks.ts";
import { madeUpLog } from "./testing/made-up-run.ts";

/** A run that ended with so much accuracy, 0..1. */
const run = (reached: number, settings: Partial<RunSettings>, seed = 1) =>
  reportData(madeUpLog({ reached, seed, settings }));

const fedavg = { strategy: { kind: "fedavg", weighting: "samples", clipNorm: null } } as const;
const clipped = { strategy: { ...fedavg.strategy, clipNorm: 2 } };
const attackers = (kind: "nan" | "scale", share: number) => ({ attackers: { kind, share } });

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

test("each strategy and share has a row; what costs more than three points is named", () => {
  const text = renderAttacks([
    ...[run(0.6, fedavg), run(0.5, clipped)],
    run(0.57, { ...fedavg, ...attackers("nan", 0.1) }),
    run(0.1, { ...fedavg, ...attackers("scale", 0.2) }),
    run(0.52, { ...clipped, ...attackers("scale", 0.2) }),
  ]);
  const [head, , ...rows] = lines(text);
  expect(head).toContain("| strategy | attackers | clean | nan | scale |");
  const none = "not measured";
  const cells = rows.slice(0, 4).map((row) => row.split(" | ").slice(0, 5).join(" ; "));
  expect(cells).toEqual([
    `| fedavg, clipNorm null ; 10.0 % ; 60.0 % ; 57.0 % (-3.0) ; ${none}`,
    `| fedavg, clipNorm null ; 20.0 % ; 60.0 % ; ${none} ; 10.0 % (-50.0)`,
    `| fedavg, clipNorm 2 ; 10.0 % ; 50.0 % ; ${none} ; ${none}`,
    `| fedavg, clipNorm 2 ; 20.0 % ; 50.0 % ; ${none} ; 52.0 % (+2.0)`,
  ]);
  expect(rows.slice(4)).toEqual([
    "2 of 3 measured cells lie within 3 points of the same strategy without attackers. Not these:",
    "* fedavg, clipNorm null under 20.0 % scale: -50.0",
  ]);
});

test("several seeds are their mean; a run that was cut off leaves the cell unmeasured", () => {
  const attacked = { ...fedavg, ...attackers("nan", 0.1) };
  const whole = [run(0.6, fedavg), run(0.4, fedavg, 2), run(0.5, attacked), run(0.48, attacked, 2)];
  expect(renderAttacks(whole)).toContain("| fedavg | 10.0 % | 50.0 % | 49.0 % (-1.0) |");
  const cutOff = reportData(madeUpLog({ settings: attacked, seed: 3 }).slice(0, -1));
  expect(renderAttacks([...whole, cutOff])).toContain("| 10.0 % | 50.0 % | not measured |");
});

test("runs that cannot be compared are refused", () => {
  const codeOf = (runs: Parameters<typeof renderAttacks>[0]): ErrorCode | null => {
    try {
      renderAttacks(runs);
    } catch (error) {
      return (error as { code: ErrorCode }).code;
    }
    return null;
  };
  const attacked = { ...fedavg, ...attackers("nan", 0.1) };
  expect(codeOf([run(0.6, fedavg), run(0.6, { ...attacked, batchSize: 8 })])).toBe(
    "report/attacks",
  );
  expect(codeOf([run(0.6, fedavg)])).toBe("report/attacks");
  expect(codeOf([run(0.6, fedavg), run(0.6, attacked)])).toBeNull();
});

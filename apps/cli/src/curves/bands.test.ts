import { describe, expect, test } from "vitest";

import { type Curve, judgeCurves } from "./bands.ts";
import { readCurves, writeCurves } from "./curve-file.ts";

/** Falls from 2.3 to 1.3; each seed has its own height and its own noise. */
function curves(shift: (step: number) => number, salt: number): Curve[] {
  return [1, 2, 3].map((seed) => ({
    seed,
    losses: Array.from({ length: 300 }, (_, i) => {
      const noise = 0.1 * Math.sin(12.9898 * (i + 1) * (seed + salt) + seed * salt);
      return 1.3 + Math.exp(-i / 80) + 0.05 * (seed - 2) + noise + shift(i);
    }),
  }));
}

const theirs = curves(() => 0, 7);

describe("curves", () => {
  test("of the same kind lie in each other's band", () => {
    const { failures, marks, spread } = judgeCurves(
      curves(() => 0, 3),
      theirs,
    );
    expect(failures).toEqual([]);
    expect(marks).toHaveLength(15);
    expect(spread).toBeGreaterThan(0.03);
    expect(spread).toBeLessThan(0.1);
  });

  test.each<[string, (step: number) => number, string]>([
    ["that fall less at the end", (step) => (step > 200 ? 0.2 : 0), "the last losses differ"],
    ["that fall more at the end", (step) => (step > 200 ? -0.2 : 0), "the last losses differ"],
    ["that leave for one mark", (step) => (step >= 100 && step < 120 ? 0.3 : 0), "at 120"],
    ["with what is no number", (step) => (step === 250 ? NaN : 0), "at 260"],
  ])("%s do not", (_, shift, why) => {
    expect(judgeCurves(curves(shift, 3), theirs).failures.join()).toContain(why);
    expect(judgeCurves(theirs, curves(shift, 3)).failures.join()).toContain(why);
  });
});

describe("a file of curves", () => {
  const all = new Map([["s5,32,engine/webgpu", theirs.slice(0, 2)]]);

  test("gives back what was written", () => {
    expect(readCurves(writeCurves(all))).toEqual(all);
  });

  test("with a step missing is refused, and so is another file", () => {
    const text = writeCurves(all).replace(/\ns5,32,engine\/webgpu,2,17,.*/, "");
    expect(() => readCurves(text)).toThrow("a step is missing");
    expect(() => readCurves("a,b\n1,2\n")).toThrow("it does not begin");
  });
});

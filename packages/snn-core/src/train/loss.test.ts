import { describe, expect, test } from "vitest";

import { noise, relativeError } from "../testing/gpu.ts";
import { lossesFor } from "../testing/losses.ts";
import { type FedLecOptions, type LossOptions, needsTeacher } from "./loss-options.ts";
import { type LossInputs, lossOf } from "./loss.ts";

const fedlec = { kind: "fedlec", calibration: 0.005, distillation: 0.1 } as const;
const prior = [0.75, 0.25, 0, 0];

/** Two classes present, two missing, and one picture of each of the present ones. */
const inputs: LossInputs = {
  ...{ labels: Int32Array.of(0, 1), classes: 4 },
  logits: Float32Array.of(1, -0.5, 0.25, 2, 0.5, 1.5, -1, 0),
  teacher: Float32Array.of(0, 0, 1, -1, 0, 0, 0.5, 2),
};

const { log, exp } = Math;

test("cross entropy by hand: a sure answer costs ln(1 + e^-2), an even one ln 2", () => {
  const { loss, gradient } = lossOf(
    { kind: "cross-entropy" },
    { labels: Int32Array.of(0, 1), logits: Float32Array.of(2, 0, 3, 3), teacher: null, classes: 2 },
  );
  expect(loss).toBeCloseTo((log(1 + exp(-2)) + log(2)) / 2, 12);
  const first = 1 / (1 + exp(2));
  expect(relativeError(gradient, [-first / 2, first / 2, 0.25, -0.25])).toBeLessThan(1e-7);
});

describe("FedLEC", () => {
  /** `main.py`'s lines for two pictures, term by term. */
  function byHand(): number {
    const [a, b] = [inputs.logits.subarray(0, 4), inputs.logits.subarray(4)];
    const entropy = (z: Float32Array, y: number) => log(z.reduce((s, v) => s + exp(v), 0)) - z[y]!;
    const ce = (entropy(a, 0) + entropy(b, 1)) / 2;
    // Class 0 has picture a, class 1 picture b: the other one is spread, the own one is exp(0).
    const spread0 = exp(b[0]! - log(0.75) + log(0.25)) + 1;
    const spread1 = exp(a[1]! - log(0.25) + log(0.25)) + 1;
    const calibration = 0.75 * (log(2) - log(spread0)) + 0.25 * (log(2) - log(spread1));
    // Of classes 2 and 3 alone.
    const softmax = (u: number, w: number) => [exp(u), exp(w)].map((e) => e / (exp(u) + exp(w)));
    const kl = ([p, r]: number[], [q, s]: number[]) => p! * log(p! / q!) + r! * log(r! / s!);
    const imitation = kl(softmax(1, -1), softmax(0.25, 2)) + kl(softmax(0.5, 2), softmax(-1, 0));
    return ce - 0.005 * calibration + (0.1 * imitation) / 2;
  }

  test("is what its authors' code computes", () => {
    expect(lossOf({ ...fedlec, prior }, inputs).loss).toBeCloseTo(byHand(), 8);
  });

  test("asks the teacher about two missing classes at least, and about no class that is there", () => {
    expect(needsTeacher({ ...fedlec, prior })).toBe(true);
    expect(needsTeacher({ ...fedlec, prior, distillation: 0 })).toBe(false);
    expect(needsTeacher({ ...fedlec, prior: [0.5, 0.25, 0.25, 0] })).toBe(false);
    const other = { ...inputs, teacher: Float32Array.of(9, -9, 1, -1, -9, 9, 0.5, 2) };
    expect(lossOf({ ...fedlec, prior }, other)).toEqual(lossOf({ ...fedlec, prior }, inputs));
  });

  test("without calibration and with all classes there it is cross entropy", () => {
    const plain: FedLecOptions = { ...fedlec, calibration: 0, prior: [0.25, 0.25, 0.25, 0.25] };
    const want = lossOf({ kind: "cross-entropy" }, inputs);
    expect(lossOf(plain, { ...inputs, teacher: null })).toEqual(want);
  });

  test("the gradient of a class grows with its share, where a picture is of another class", () => {
    const shareOf = (calibration: number) =>
      lossOf({ ...fedlec, calibration, prior }, inputs).gradient;
    const difference = shareOf(1).map((value, i) => value - shareOf(0)[i]!);
    expect(difference[0]).toBe(0);
    expect(difference[5]).toBe(0);
    // 0.75 softmax of picture b's spread among it and its own class's exp(0)
    const spread = exp(0.5) / 3;
    expect(difference[4]).toBeCloseTo((0.75 * (3 * spread)) / (3 * spread + 3), 6);
  });
});

describe("distillation", () => {
  const options = { kind: "distillation", weight: 0.1, temperature: 3 } as const;

  test("pulls at a student who is wrong only as the labels do, once it agrees with its teacher", () => {
    const agreeing = { ...inputs, teacher: inputs.logits };
    const { loss, gradient } = lossOf(options, agreeing);
    const plain = lossOf({ kind: "cross-entropy" }, inputs);
    expect(loss).toBeCloseTo(0.9 * plain.loss, 12);
    expect(
      relativeError(
        gradient,
        plain.gradient.map((g) => 0.9 * g),
      ),
    ).toBeLessThan(1e-6);
  });

  test("by hand: one picture, two classes, weight 1", () => {
    const { loss } = lossOf(
      { ...options, weight: 1, temperature: 2 },
      {
        ...{ labels: Int32Array.of(0), classes: 2 },
        ...{ logits: Float32Array.of(0, 0), teacher: Float32Array.of(2, 0) },
      },
    );
    const p = 1 / (1 + exp(-1));
    expect(loss).toBeCloseTo(4 * (p * log(2 * p) + (1 - p) * log(2 * (1 - p))), 10);
  });
});

const cases: [string, LossOptions][] = [
  ["cross entropy", { kind: "cross-entropy" }],
  ...lossesFor(5).map((options): [string, LossOptions] => [options.kind, options]),
  ["FedLEC with no class missing", { ...fedlec, prior: [0.2, 0.2, 0.2, 0.2, 0.2] }],
];

test.each(cases)("the gradient of %s is its slope, by differences", (_, options) => {
  const classes = 5;
  const given = {
    ...{ labels: Int32Array.of(0, 1, 1, 0, 2, 4), classes },
    ...{ logits: noise(30, 3, -2, 2), teacher: noise(30, 4, -2, 2) },
  };
  const { gradient } = lossOf(options, given);
  const step = 2 ** -9;
  const slopes = given.logits.map((_, i) => {
    const at = (by: number) => {
      const logits = given.logits.map((z, k) => (k === i ? z + by : z));
      return lossOf(options, { ...given, logits }).loss;
    };
    return (at(step) - at(-step)) / (2 * step);
  });
  expect(relativeError(gradient, slopes)).toBeLessThan(1e-4);
});

test.each(cases)("%s stays finite where a softmax in single precision would not", (_, options) => {
  const far = [1e30, -1e30, 0, 3e38, -3e38];
  const both = { logits: Float32Array.from(far), teacher: Float32Array.from(far.toReversed()) };
  const { loss, gradient } = lossOf(options, { labels: Int32Array.of(1), classes: 5, ...both });
  expect(Number.isFinite(loss)).toBe(true);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

test.each<[LossOptions, string]>([
  [{ kind: "distillation", weight: 1.5, temperature: 1 }, "a weight of 1.5"],
  [{ kind: "distillation", weight: 0.5, temperature: 0 }, "a temperature of 0"],
  [{ ...fedlec, prior, calibration: -1 }, "a calibration of -1"],
  [{ ...fedlec, prior, distillation: NaN }, "a distillation of NaN"],
  [{ ...fedlec, prior: [0.5, 0.5] }, "a prior of 2 classes, not 4"],
  [{ ...fedlec, prior: [0.5, 0.25, 0, 0] }, "adds up to 0.75"],
  [{ ...fedlec, prior: [1.5, -0.5, 0, 0] }, "a share below 0"],
])("%j is refused", (options, fact) => {
  expect(() => lossOf(options, inputs)).toThrow(fact);
});

test("a loss without the teacher it needs is refused, and a label that is no class", () => {
  const without = { ...inputs, teacher: null };
  expect(() => lossOf({ ...fedlec, prior }, without)).toThrow("fedlec has no logits of a teacher");
  const short = { ...inputs, teacher: new Float32Array(7) };
  const twin = { kind: "distillation", weight: 0.1, temperature: 3 } as const;
  expect(() => lossOf(twin, short)).toThrow("7 logits of a teacher for 2 pictures of 4 classes");
  const wrong = { ...inputs, labels: Int32Array.of(0, 4) };
  expect(() => lossOf({ kind: "cross-entropy" }, wrong)).toThrow("label 4 is none");
});

import { readFileSync } from "node:fs";

import { decodeTensors, encodeTensors, type NamedTensor } from "@spikefed/protocol";
import { prepareNodeWasm } from "@spikefed/snn-core/node";
import { readGoldenCase, relativeError } from "@spikefed/volunteer";
import { beforeAll, describe, expect, test } from "vitest";

import { checkCase } from "./check-case.ts";
import { chooseTargets } from "./targets.ts";

const fixture = new URL("../../../../fixtures/golden/dense-t4.safetensors", import.meta.url);

/** The smallest golden case, with some of its tensors or its spec changed. */
function changed(
  change: (tensor: NamedTensor) => NamedTensor | null,
  spec: (text: string) => string = (text) => text,
): Uint8Array {
  const { metadata, tensors } = decodeTensors(readFileSync(fixture));
  const kept = [...tensors.values()].flatMap((tensor) => change(tensor) ?? []);
  return encodeTensors(kept, { ...metadata, spec: spec(metadata["spec"] ?? "") });
}

const same = (tensor: NamedTensor) => tensor;

describe("a file that is no golden case is refused:", () => {
  test.each<[string, () => Uint8Array, string]>([
    ["no safetensors", () => new Uint8Array(100), "not a safetensors file"],
    ["no spec", () => encodeTensors([]), "__metadata__.spec is missing"],
    ["a spec that is no JSON", () => changed(same, () => "{"), "spec is not JSON"],
    [
      "a block that does not exist",
      () => changed(same, (text) => text.replace('"linear"', '"lstm"')),
      'spec is not valid at "blocks.0.type"',
    ],
    [
      "no blocks",
      () => changed(same, (text) => text.replace(/"blocks": \[.*?\]/, '"blocks": []')),
      "there are no blocks",
    ],
    [
      "an answer that is missing",
      () => changed((t) => (t.name === "step2/grad/0.gamma" ? null : t)),
      "tensor step2/grad/0.gamma is missing",
    ],
    [
      "a label outside the classes",
      () =>
        changed((t) => (t.name === "labels" ? { ...t, data: Int32Array.of(0, 1, 2, 0, 3) } : t)),
      "a label is 3, there are 3 classes",
    ],
    [
      "an input of another length",
      () =>
        changed((t) =>
          t.name === "input" ? { ...t, shape: [16], data: new Float32Array(16) } : t,
        ),
      "input has 16 values, the spec makes 320",
    ],
  ])("%s", (_, bytes, why) => {
    expect(() => readGoldenCase("case.safetensors", bytes())).toThrow(why);
  });
});

describe("a check", () => {
  beforeAll(prepareNodeWasm);
  const on = { executor: "kernels", backend: "cpu", adapter: "processor" } as const;

  test("holds for PyTorch's own values", async () => {
    const result = await checkCase(readGoldenCase("x", changed(same)), on);
    expect(result).toMatchObject({ ok: true, failed: null });
    expect(result.worst.error).toBeLessThan(1e-5);
  });

  test.each(["step1/logits", "step2/running/0.var", "step1/spikes/0", "eval/logits"])(
    "names %s when one of its values is off",
    async (name) => {
      const bytes = changed((t) =>
        t.name === name
          ? { ...t, data: Float32Array.from(t.data, (v, i) => v + (i === 0 ? 1 : 0)) }
          : t,
      );
      expect(await checkCase(readGoldenCase("x", bytes), on)).toMatchObject({
        ok: false,
        failed: name,
      });
    },
  );

  test("does not take what is not a number for agreement", async () => {
    const bytes = changed((t) =>
      t.name === "step1/logits" ? { ...t, data: Float32Array.from(t.data, () => NaN) } : t,
    );
    const result = await checkCase(readGoldenCase("x", bytes), on);
    expect(result).toMatchObject({ ok: false, failed: "step1/logits" });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.worst.error).toBeNull();
  });
});

test("the relative error is that of the largest magnitude, and infinite for another length", () => {
  expect(relativeError([1, 2.2], [1, 2])).toBeCloseTo(0.1, 6);
  expect(relativeError([0], [0])).toBe(0);
  expect(relativeError([1], [1, 2])).toBe(Infinity);
});

test("targets are chosen by executor and backend, and a wrong name lists them", () => {
  expect(chooseTargets("kernels", "wasm")).toEqual([{ executor: "kernels", backend: "wasm" }]);
  expect(chooseTargets(undefined, undefined)).toHaveLength(7);
  expect(() => chooseTargets("engines", undefined)).toThrow("kernels/webgpu");
});

test("the engine with tuned kernels is a target of its own, where it is wished for", () => {
  const tuned = { executor: "engine", backend: "webgpu", isTuned: true };
  expect(chooseTargets("engine", undefined, true)).toEqual([
    { executor: "engine", backend: "webgpu" },
    tuned,
  ]);
  expect(chooseTargets(undefined, undefined, true)).toHaveLength(8);
  expect(() => chooseTargets("kernels", undefined, true)).toThrow("engine/webgpu, tuned");
});

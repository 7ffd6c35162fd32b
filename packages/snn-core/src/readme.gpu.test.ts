// The README's code for WebGPU, run as it is printed: the example, the engine without tfjs, tuning.

import { expect, test } from "vitest";

import { lossesIn, outputOf, readmeBlock } from "./testing/readme.ts";

// Small steps, but a software adapter compiles all of the engine's kernels for each of the two.
const timeoutMs = 400_000;

test(
  "the README's example learns in Node",
  async () => {
    const code = [readmeBlock("node"), readmeBlock("example"), "process.exit();"];
    const losses = lossesIn(await outputOf(code.join("\n")));
    expect(losses).toHaveLength(10);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  },
  timeoutMs,
);

test(
  "the engine on a device of its own judges without tfjs",
  async () => {
    const pixels = "const pixels = new Uint8Array(3072).fill(99);";
    const judged = `console.log(await executor.evaluate({
      images: { count: 1, labels: Uint8Array.of(1), pixels }, indices: [0], seed: 1 }));`;
    const code = [readmeBlock("node"), readmeBlock("engine"), pixels, judged, "process.exit();"];
    expect(await outputOf(code.join("\n"))).toContain("Float32Array(10)");
  },
  timeoutMs,
);

test(
  "the lines on kernel variants give a report that can be kept",
  async () => {
    const kept = `import { readTuning } from "@spikefed/snn-core";
      const copy = JSON.parse(JSON.stringify(report));
      console.log("kept:", readTuning(copy, webgpuAdapter()) !== null);`;
    const code = [readmeBlock("node"), readmeBlock("tune"), kept, "process.exit();"];
    expect(await outputOf(code.join("\n"))).toContain("kept: true");
  },
  timeoutMs,
);

// The README's code, run as it is printed, on the processor. readme.gpu.test.ts runs the engine's,
// e2e/readme.spec.ts a page's and a worker's.
import { describe, expect, test } from "vitest";

import { exampleWith, lossesIn, outputOf, readmeBlock } from "./testing/readme.ts";

const inNode = `import { prepareNodeWasm } from "@spikefed/snn-core/node"; prepareNodeWasm();`;

describe("the README's example", { timeout: 90_000 }, () => {
  test("is 15 lines long", () => {
    expect(readmeBlock("example").trimEnd().split("\n")).toHaveLength(15);
  });

  test("learns on wasm, and the lines on judging follow from it", async () => {
    const maker = `const executor = await createExecutor({ spec, executor: "kernels", backend: "wasm" });`;
    const training = exampleWith(maker).replace("executor.dispose();", "");
    const extra = `import { evaluateModel, traceImage } from "@spikefed/snn-core";`;
    const told = `console.log(JSON.stringify({ samples, correct, loss, votes, saved: saved.length,
      confused: confusion.length, layers: layers.map(({ name }) => name) }));`;
    const output = await outputOf([inNode, extra, training, readmeBlock("judge"), told].join("\n"));
    const losses = lossesIn(output);
    expect(losses).toHaveLength(10);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    const found = JSON.parse(output.trim().split("\n").at(-1)!) as Record<string, unknown>;
    expect(found).toMatchObject({
      samples: 32,
      confused: 100,
      layers: ["conv 1", "conv 2", "conv 3"],
    });
    expect(found.votes).toHaveLength(10);
    expect(found.saved).toBeGreaterThan(0);
  });
});

test("the README's own model fits, and trains", { timeout: 90_000 }, async () => {
  const output = await outputOf(`${inNode}
    import { annTwin, createExecutor, featureShapes, initState, labelledImages } from "@spikefed/snn-core";
    ${readmeBlock("model")}
    const images = labelledImages(new Uint8Array(2 * 784).fill(200), [0, 1]);
    for (const each of [spec, annTwin(spec)]) {
      const executor = await createExecutor({ spec: each, executor: "kernels", backend: "wasm" });
      executor.setState(initState(each, 1));
      const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0 };
      const { loss } = await executor.trainStep({ images, indices: [0, 1], seed: 1 }, optimizer);
      console.log(featureShapes(each).at(-1).c, Number.isFinite(loss));
    }
  `);
  expect(output.trim().split("\n")).toEqual(["10 true", "10 true"]);
});

// The engine learns as the reference does: a few steps of s4 on drawn pictures. The long comparison,
// on real pictures and over seeds, is `npm run curves`.

import { beforeAll, expect, test } from "vitest";

import { drawnPictures } from "../bench/pictures.ts";
import { activateBackend } from "../gpu/backend.ts";
import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import { useTestGpu } from "../testing/gpu.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { BackendName, ExecutorName } from "../train/executor.ts";
import { trainRound } from "../train/train-round.ts";

beforeAll(useTestGpu);

const spec = preset("s4", 10);
const images = drawnPictures(80, 3);
const optimizer = { kind: "sgd", learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 } as const;

/** Twenty losses: two epochs of ten batches. */
async function losses(executor: ExecutorName, backend: BackendName, seed: number) {
  const made = await createExecutor({ spec, executor, backend });
  await activateBackend(backend);
  made.setState(initState(spec, seed));
  const all: number[] = [];
  const options = { epochs: 2, batchSize: 8, optimizer, seed };
  for await (const { loss } of trainRound(made, images, options)) all.push(loss);
  made.dispose();
  return all;
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

test("twenty steps of s4 learn as much on the engine as on the reference", async () => {
  prepareNodeWasm();
  for (const seed of [1, 2]) {
    const ours = await losses("engine", "webgpu", seed);
    const theirs = await losses("reference", "wasm", seed);
    expect(ours).toHaveLength(20);
    const [before, after] = [mean(theirs.slice(0, 5)), mean(theirs.slice(15))];
    expect(after).toBeLessThan(0.8 * before);
    // Chaos moves single losses; what was learned differs by less than a quarter.
    expect(Math.abs(mean(ours.slice(15)) - after)).toBeLessThan((before - after) / 4);
  }
}, 600_000);

// Two training steps from a fixed state: their losses must be the same wherever they run, in Node
// and in a browser's worker.

import { createEngine } from "../engine/engine.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import { drawnPictures } from "./pictures.ts";
import { trainingOptions } from "./step-task.ts";

const BATCH = 8;
const SEED = 1;

/** Mean losses of two steps of `s4`, batch 8, before each update; nats. Plain kernels. */
export async function checkLosses(device: GPUDevice): Promise<number[]> {
  const spec = preset("s4", 10);
  const engine = createEngine({ spec, device });
  try {
    engine.setState(initState(spec, SEED));
    const images = drawnPictures(BATCH, SEED);
    const indices = Array.from({ length: BATCH }, (_, i) => i);
    const losses: number[] = [];
    for (let step = 0; step < 2; step++) {
      const { loss } = await engine.trainStep({ images, indices, seed: SEED }, trainingOptions);
      losses.push(loss);
    }
    return losses;
  } finally {
    engine.dispose();
  }
}

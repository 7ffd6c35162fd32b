// One picture of the own shard on its way through the network.

import { SpikefedError } from "@spikefed/protocol";
import { PIXEL_BYTES, traceImage } from "@spikefed/snn-core";

import { loadModel } from "./load.ts";
import type { Session } from "./session.ts";
import type { SpikeTrace } from "./types.ts";

/** Neurons shown of each layer. */
const SAMPLED = 64;

/**
 * With what the executor holds: the model of the running round, trained as far as it is; before the
 * first round, the room's newest model.
 *
 * @throws {SpikefedError} `volunteer/loading` before shard and executor are there.
 */
export async function trace(session: Session, index: number): Promise<SpikeTrace> {
  const { shard, trainer } = session;
  if (shard === null || trainer === null) throw new SpikefedError("volunteer/loading");
  const { images } = shard;
  const picture = ((index % images.count) + images.count) % images.count;
  const pixels = images.pixels.slice(picture * PIXEL_BYTES, (picture + 1) * PIXEL_BYTES);
  const label = images.labels[picture] as number;
  const { turn = (work) => work() } = session.options;
  const inTurn = session.doing === "training" ? <T>(work: () => Promise<T>) => work() : turn;
  const state = session.loadedRound === null ? await newestModel(session) : null;
  const traced = await inTurn(() =>
    session.lock(async () => {
      if (session.trainer !== trainer) throw new SpikefedError("volunteer/loading");
      if (session.loadedRound === null && state !== null) {
        trainer.executor.setState(state);
        session.loadedRound = session.view.round;
      }
      const options = { sampled: SAMPLED, seed: picture };
      return traceImage(trainer.executor, pixels, label, options);
    }),
  );
  return { round: session.loadedRound ?? session.view.round, label, pixels, ...traced };
}

async function newestModel(session: Session): Promise<Float32Array | null> {
  const { trainer, view } = session;
  if (trainer === null || view.modelHash === null) throw new SpikefedError("volunteer/loading");
  return loadModel(session, view.modelHash, trainer.executor.spec);
}

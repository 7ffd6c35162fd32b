// One client's turn in a round: its local work, the check that a coordinator makes of an update, and
// what became of it in the log.

import { type AcceptedUpdate, attackOf, localWork, readUpdate } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import { sha256Of, updatePath, writeDurably } from "@spikefed/run-store";
import { readShard, SnnError } from "@spikefed/snn-core";

import { clientUpdate, type ClientResult } from "./client.ts";
import type { FederationOptions, Turn } from "./federation-options.ts";
import { forgetOlderNorms, keepNorm, normBefore } from "./own-norms.ts";
import { readRemainder, writeRemainder } from "./remainders.ts";

/**
 * The update is on the disk and in the log when this resolves. Null: there is none, since the
 * training diverged or made values that no average may take.
 */
export async function clientTurn(
  options: FederationOptions,
  turn: Turn,
  base: Float32Array,
): Promise<AcceptedUpdate | null> {
  const { plan, log, now } = options;
  const { round, client } = turn;
  const startMs = now();
  let sent: Sent | null = null;
  try {
    const { layout, length, encoding } = plan.shape;
    const worked = await work(options, turn, base);
    sent = identify(turn, worked.bytes);
    readUpdate(worked.bytes, layout, length, encoding);
    return await accept(options, turn, { ...worked, ...sent, seconds: (now() - startMs) / 1000 });
  } catch (error) {
    if (error instanceof SnnError && error.code === "train/not-finite") {
      await log.append({ type: "training-failed", round, client, fact: error.fact.slice(0, 200) });
      return null;
    }
    if (error instanceof SpikefedError && error.code.startsWith("update/")) {
      const { code, fact } = error;
      await log.append({ type: "update-refused", round, client, code, fact, ...sent });
      return null;
    }
    throw error;
  }
}

/** What an update is called, by its bytes. */
type Sent = { updateId: string; sha256: string };

function identify({ round, client }: Turn, bytes: Uint8Array): Sent {
  const sha256 = sha256Of(bytes);
  return { updateId: `r${round}-c${client}-${sha256.slice(0, 12)}`, sha256 };
}

async function work({ plan, tell, log }: FederationOptions, turn: Turn, base: Float32Array) {
  const { round, client } = turn;
  const { settings, classes, shards, executor, twin, folder, shape } = plan;
  const { hash } = shards.shard(client - 1);
  const onBatch = (done: number, total: number) =>
    tell({ type: "training", ...turn, share: done / total });
  onBatch(0, 1);
  return clientUpdate({
    ...{ executor, twin, base, onBatch, shard: readShard(shards.bytes(hash)!) },
    remainder: await readRemainder(folder, shape, { events: log.events, client, round }),
    ownNorm: settings.localNorm ? await normBefore(folder.norms, turn) : null,
    attack: attackOf(client, settings),
    train: localWork(settings, { classes, round: turn.begun?.round ?? round, shard: client - 1 }),
  });
}

async function accept(
  { plan, log }: FederationOptions,
  { round, client, begun }: Turn,
  worked: ClientResult & Sent & { seconds: number },
): Promise<AcceptedUpdate> {
  const { bytes, updateId, sha256, remainder, summary, norm, seconds } = worked;
  const { loss, accuracy, spikeRates } = summary;
  const samples = plan.shards.samples(client - 1);
  await writeDurably(updatePath(plan.folder.updates, { sha256, round, client }), bytes);
  if (remainder) {
    await writeRemainder(plan.folder, plan.shape, { sha256, round, client }, remainder);
  }
  if (norm !== null) await keepNorm(plan.folder.norms, { round, client }, norm);
  await log.append({
    ...{ type: "update-accepted", round, client, updateId, sha256, samples },
    ...{ bytes: bytes.length, loss, accuracy, seconds, spikeRates },
    ...(begun && { base: begun.base, staleness: begun.staleness }),
  });
  if (norm !== null) await forgetOlderNorms(plan.folder.norms, { round, client });
  return { client, updateId, samples };
}

// What a volunteer session shows to whoever drives it: a page's worker or the CLI.

import type { RunView } from "@spikefed/fl-core";
import type { Device, ErrorReport, RosterEntry } from "@spikefed/protocol";

/** What happens now, from this device's side. */
export type VolunteerPhase =
  | "connecting"
  /** The host is asked whether this device may come in. */
  | "at-door"
  /** Model and shard are on their way. */
  | "loading"
  /** In the room, nothing to do. */
  | "waiting"
  | "training"
  | "sending"
  /** The update of this round is counted; waiting for the others. */
  | "sent"
  | "paused"
  | "left"
  /** Cannot go on without a person: see `error`. */
  | "stopped";

/**
 * The record of the last round that counted this device's update, and what of it holds. Null in a
 * check: not checked, or it cannot be checked here.
 */
export interface Receipt {
  round: number;
  /** Its hash, as the run log names it. */
  record: string;
  /** Public key that it names; null: not fetched. */
  key: string | null;
  /** Its bytes have that hash. */
  hash: boolean | null;
  /** The update that was sent is in it, by id and sha256; null after a reload: it is forgotten. */
  contains: boolean | null;
  /** It follows the record that the log named before. */
  follows: boolean | null;
  signature: boolean | null;
  /** It is signed by the key of the first record that was seen here. */
  sameKey: boolean | null;
  /** Why it could not be read; null: it could. */
  problem: string | null;
}

export interface VolunteerSnapshot {
  phase: VolunteerPhase;
  online: boolean;
  /** Null before the coordinator has answered hello. */
  you: {
    client: number;
    name: string;
    samples: number;
    /** Pictures of each class in my shard. */
    labelCounts: number[];
  } | null;
  device: Device;
  view: RunView;
  roster: RosterEntry[];
  /** Local work of the open round; null when none. */
  work: {
    round: number;
    batch: number;
    batches: number;
    loss: number | null;
    accuracy: number | null;
    imagesPerSecond: number | null;
  } | null;
  /** Bytes of the running download or upload; null when none. */
  transfer: { direction: "down" | "up"; done: number; total: number } | null;
  bytesDown: number;
  bytesUp: number;
  /** Milliseconds spent in training. */
  workedMs: number;
  /** Batches trained since the session began. */
  batches: number;
  /** What the executor holds on its device; null: none is made, or it does not count. */
  allocatedBytes: number | null;
  /** The graphics device failed, and a new one is on its way into the same round. */
  restarting: boolean;
  /** By a person, the battery or itself; what is finished may still be on its way. */
  paused: boolean;
  /** The page was frozen, and what is shown here is of before: the coordinator has not answered. */
  napping: boolean;
  /** Null: no record has counted this device yet. */
  receipt: Receipt | null;
  /** Set: leaves when the running round is sent. */
  leaving: boolean;
  error: ErrorReport | null;
}

/** One picture on its way through the network. */
export interface SpikeTrace {
  round: number;
  label: number;
  /** Planar R, G, B, row-major, 3 x 32 x 32. */
  pixels: Uint8Array;
  layers: {
    name: string;
    /** Neurons in this layer, and those sampled for the raster. */
    neurons: number;
    sampled: number;
    /** `[sampled, words]`: bit `t % 32` of a neuron's word `t / 32` is set when it fired at step t. */
    spikes: Uint32Array;
    /** Spikes of the whole layer over all steps. */
    total: number;
  }[];
  timesteps: number;
  /** Class scores: mean readout over time, [classes]. */
  votes: number[];
}

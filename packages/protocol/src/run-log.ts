// The run log: what happened, as events. Append-only JSON Lines on disk, the same events on the
// wire; pages, report and CLI are folds of it. Devices are numbers here, never names.

import type { RobotKind } from "./attackers.ts";
import type { ErrorCode } from "./errors.ts";
import type { LiveSettings } from "./live-settings.ts";
import type { RunSettings } from "./settings.ts";

/** Kind of arithmetic behind a device, as the volunteer's page found it. */
export type DeviceKind = "gpu" | "software-gpu" | "cpu";

/** `goal`: enough have sent, though more were invited. */
export type ClosedWhy = "all-reported" | "goal" | "deadline" | "host";

/** `no-improvement`: so many evaluations brought nothing better (`patience`). */
export type EndedWhy = "rounds" | "host" | "no-improvement";

/** A model and how well it did on the held-out pictures, 0..1. */
export interface BestModel {
  round: number;
  modelHash: string;
  accuracy: number;
  /** The pictures of that accuracy; left out: the test pictures. */
  on?: "validation";
}

interface Stamp {
  /** Position in the log, from 0, without gaps. */
  seq: number;
  /** Coordinator's clock, milliseconds since 1970. */
  atMs: number;
}

export type LogBody =
  | {
      type: "run-opened";
      runId: string;
      settings: RunSettings;
      dataset: {
        name: string;
        source: string;
        procedural: boolean;
        sha256: string;
        classes: string[];
      };
      model: { hash: string; version: number; bytes: number; parameters: number };
    }
  | { type: "run-started" }
  | {
      type: "joined";
      client: number;
      device: DeviceKind;
      shard: number;
      samples: number;
      /** Only of robots: clients that a simulation or the coordinator itself runs. */
      robot?: RobotKind;
    }
  | { type: "rejoined"; client: number }
  | { type: "left"; client: number; why: "said" | "lost" | "removed" }
  | {
      type: "round-opened";
      round: number;
      cohort: number[];
      /** Chosen like the cohort, but dropped by chance; left out when nobody was. */
      stragglers?: number[];
      /** Updates that close the round, earlier attempts' included; left out when it waits for all. */
      goal?: number;
      /** Who is asked for fewer pictures than it has (`adaptWork`); left out when nobody is. */
      work?: { client: number; samples: number }[];
      modelHash: string;
      deadlineMs: number;
    }
  /** With FedBuff: it begins, from the newest model, while `round` is open. */
  | { type: "work-begun"; round: number; client: number }
  | {
      type: "update-accepted";
      round: number;
      client: number;
      updateId: string;
      sha256: string;
      /** Pictures it was trained on: of the whole shard, or as many as `round-opened.work` says. */
      samples: number;
      bytes: number;
      /** Mean training loss (nats) and accuracy (0..1) of the local work. */
      loss: number | null;
      accuracy: number | null;
      seconds: number;
      /** Spikes per neuron and step, per spiking layer. */
      spikeRates: number[];
      /** With FedBuff: the model that it started from, and models made since. */
      base?: { hash: string; version: number };
      staleness?: number;
    }
  | {
      type: "update-refused";
      round: number;
      client: number;
      code: ErrorCode;
      fact: string;
      /** As its sender announced it; left out in logs of earlier versions. */
      updateId?: string;
      sha256?: string;
    }
  /** It was counted, and its file cannot be read any more: its owner is asked once more. */
  | { type: "update-lost"; round: number; client: number; updateId: string; fact: string }
  | { type: "training-failed"; round: number; client: number; fact: string }
  /** Its graphics device failed, and a new one trains the round again: the round goes on waiting. */
  | { type: "device-restarted"; round: number; client: number; fact: string }
  | {
      type: "round-closed";
      round: number;
      why: ClosedWhy;
      reported: number[];
      missing: number[];
      /** Updates that it must have; left out when that is the settings' `minReports`. */
      needed?: number;
      /** With FedBuff, the simulation's own clock: milliseconds since the run began. */
      clockMs?: number;
    }
  | { type: "round-repeated"; round: number; reported: number; needed: number }
  | {
      type: "aggregated";
      round: number;
      clients: number[];
      /** Clients whose updates the strategy took; left out when it took all. */
      chosen?: number[];
      /** Clients whose updates were scaled down to the strategy's `clipNorm`; left out when none. */
      clipped?: number[];
      /** FedSNN's model deviation of each of `clients`; earlier versions did not measure it. */
      deviations?: number[];
      samples: number;
      modelHash: string;
      version: number;
      /** Hash of the round's record; logs of earlier versions have none. */
      record?: string;
    }
  /** The updates are kept; the run pauses, `resume` tries again. */
  | { type: "aggregation-failed"; round: number; fact: string }
  | {
      type: "evaluated";
      round: number;
      modelHash: string;
      /** Correct of `samples` held-out pictures. */
      correct: number;
      samples: number;
      /** Mean cross entropy, nats. */
      loss: number;
      /** The same on training pictures that no client has; left out where none are kept. */
      validation?: { correct: number; samples: number; loss: number };
      seconds: number;
      /** Hash of the evaluation's record; logs of earlier versions have none. */
      record?: string;
    }
  | {
      type: "evaluation-failed";
      round: number;
      fact: string;
      /** It was judged, and its loss is not a number: with a gate it is taken back. */
      worthless?: true;
    }
  /** As the settings say (`evaluateEvery`). */
  | { type: "evaluation-skipped"; round: number }
  /** The host changed settings, from `round` on: the next one that was to be opened. */
  | { type: "settings-changed"; round: number; changes: LiveSettings }
  /** The host has these sit `round` out. What they have sent stays counted. */
  | { type: "dropped"; round: number; clients: number[] }
  | { type: "paused" }
  | { type: "resumed" }
  | { type: "restarted"; round: number }
  /** By more than the settings allow (`gateDrop`): the next round starts from an earlier model. */
  | {
      type: "rolled-back";
      round: number;
      /** The first of the rounds that are taken back; `round` is the last. */
      since: number;
      /** Of the model that the run goes on from. */
      modelHash: string;
      version: number;
      /** Of the round's model, 0..1; null: it was worthless. */
      accuracy: number | null;
      /** Of the model that it goes on from, 0..1. */
      before: number;
      /** The pictures of both figures; left out: the test pictures. */
      on?: "validation";
    }
  | {
      type: "run-ended";
      why: EndedWhy;
      /** The model with the best accuracy; left out when none was judged. */
      best?: BestModel;
    };

export type LogEvent = Stamp & LogBody;

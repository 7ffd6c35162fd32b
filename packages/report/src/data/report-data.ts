// A run as one plain object: the run log and what it does not hold, put together. A report is
// drawn from it, and so is a comparison of several runs.

import { modelName, replay, type RunView } from "@spikefed/fl-core";
import {
  type BestModel,
  type DeviceKind,
  type EndedWhy,
  type LiveChange,
  type LogEvent,
  type RunSettings,
  SpikefedError,
} from "@spikefed/protocol";
import { modelOf } from "@spikefed/snn-core";

import { doneByHand } from "./by-hand.ts";
import { logText } from "./downloads.ts";
import { noExtras, type ReportExtras } from "./extras.ts";
import { figuresByRound } from "./figures-by-round.ts";
import { firingFigures, type FiringFigures, spikingLayers } from "./firing.ts";
import { incidents, type Incident } from "./incidents.ts";
import { type Calls, nameOf } from "./names.ts";
import type { RoundFigures } from "./round-figures.ts";

export interface ClientFigures {
  client: number;
  name: string;
  device: DeviceKind;
  /** Row of `labelCounts`. */
  shard: number;
  samples: number;
  /** Rounds in whose average an update of this client is. */
  helped: number;
}

/** Plain: survives JSON unchanged. What is null was not measured. */
export interface ReportData extends Omit<ReportExtras, "title" | "names" | "bytesDown"> {
  /** Of this object; raised when its meaning changes. */
  format: 1;
  runId: string;
  title: string;
  /** As the run was opened. */
  settings: RunSettings;
  /** What the host changed of them, by the first round that it held in; step mode is no figure's matter. */
  changes: LiveChange[];
  dataset: Extract<LogEvent, { type: "run-opened" }>["dataset"];
  /** The first model. */
  model: Extract<LogEvent, { type: "run-opened" }>["model"];
  /** Hash of the last one. */
  modelHash: string;
  /** The one with the best accuracy on held-out pictures; null: none was judged. */
  best: BestModel | null;
  /** Coordinator's clock, milliseconds since 1970. */
  openedMs: number;
  startedMs: number | null;
  endedMs: number | null;
  /** Of the newest event: how far the log of a run that has not ended goes. */
  lastMs: number;
  /** null: the log ends before the run does. */
  ended: EndedWhy | null;
  rounds: RoundFigures[];
  clients: ClientFigures[];
  /** Layers, rates and estimated energy of the spiking network. */
  firing: FiringFigures;
  /** Repeats, refusals, failures and lost connections, in order. */
  incidents: Incident[];
  /** What the settings do not tell, as parts of a sentence. */
  byHand: string[];
  /** The run log as JSON Lines; null: too long for a page. */
  log: string | null;
}

/**
 * @param events The whole log; its first event is `run-opened`.
 * @param extras Left out is not known.
 * @throws {SpikefedError} `store/corrupt` for a log without its opening.
 * @throws {SnnError} `model/preset` for a log whose model this version does not have,
 *   `energy/rates` for rates of `extras` outside 0..1.
 */
export function reportData(
  events: readonly LogEvent[],
  extras: Partial<ReportExtras> = {},
): ReportData {
  const opened = openingOf(events);
  const { title, names, bytesDown, ...others } = { ...noExtras, ...extras };
  const { runId, settings, dataset, model, atMs } = opened;
  const view = replay(events);
  const spec = modelOf(settings, dataset.classes.length);
  const rounds = figuresByRound(view, events, {
    ...{ bytesDown, modelBytes: model.bytes, spikingBlocks: spikingLayers(spec).length },
  });
  const calls: Calls = new Map(names?.map(({ client, name }) => [client, name]));
  const last = events.findLast((event) => event.type === "run-ended");
  return {
    ...{
      format: 1,
      runId,
      title: title ?? `${modelName(settings)} on ${dataset.name}`,
      settings,
      changes: changesOf(view),
      dataset,
      model,
      ...others,
    },
    ...{ modelHash: view.modelHash ?? model.hash, best: view.best },
    ...{ openedMs: atMs, startedMs: view.startedMs, endedMs: view.endedMs },
    lastMs: events.at(-1)!.atMs,
    ended: last?.why ?? null,
    rounds,
    clients: clientsOf(view, calls),
    firing: firingFigures(spec, rounds, { ...others, testSamples: settings.testSamples }),
    incidents: incidents(events, calls),
    byHand: doneByHand(events),
    log: logText(events),
  };
}

function openingOf(events: readonly LogEvent[]) {
  const [first] = events;
  if (first?.type === "run-opened") return first;
  const why = "it does not begin with run-opened";
  throw new SpikefedError("store/corrupt", { file: "the run log", why });
}

/** One for each round from which on something was otherwise; none that no round was opened with. */
function changesOf({ changes, rounds }: RunView): LiveChange[] {
  const byRound = new Map<number, LiveChange["changes"]>();
  const last = rounds.at(-1)?.round ?? 0;
  for (const { round, changes: some } of changes) {
    const { stepMode, ...those } = some;
    if (round > last || Object.keys(those).length === 0) continue;
    byRound.set(round, { ...byRound.get(round), ...those });
  }
  return [...byRound].map(([round, some]) => ({ round, changes: some }));
}

function clientsOf(view: RunView, calls: Calls): ClientFigures[] {
  return [...view.clients.values()]
    .map(({ client, device, shard, samples, helped }) => ({
      ...{ client, name: nameOf(calls, client), device, shard, samples, helped },
    }))
    .sort((a, b) => a.client - b.client);
}

// The command line of the coordinator.

import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { isUrl, type DatasetName } from "@spikefed/datasets";
import {
  defaultSettings,
  LESSONS,
  lessons,
  readSettings,
  SpikefedError,
  withPairs,
  type RunSettings,
} from "@spikefed/protocol";

import { MAX_ROOMS } from "../house/room-folders.ts";
import {
  readServingOptions,
  servingOptions,
  servingUsage,
  type ServingOptions,
} from "./serving-options.ts";

export interface StartOptions extends ServingOptions {
  help: boolean;
  host: string;
  port: number;
  /** The port was not chosen: the next free one will do. */
  mayMove: boolean;
  dataDir: string;
  /** Rooms; null: as many as there were, at least one. */
  rooms: number | null;
  dataset: DatasetName;
  /** Drawn shapes will do where the dataset cannot be had: it was not asked for. */
  mayFallBack: boolean;
  from: string | undefined;
  offline: boolean;
  settings: RunSettings;
  /** A setting was given: it is for a new run. */
  hasSettings: boolean;
  /** Settings that were given are for a new run, but no run that is under way is given up for them. */
  goOn: "always" | "if-under-way" | "never";
  /** How the pictures are dealt was given: it is kept, or refused. */
  hasShares: boolean;
  /** Newest models kept on the disk beside those that are needed; null: all. */
  keepModels: number | null;
  /** Socket.IO connections that may be open at once; null: the usual. */
  connections: number | null;
  quiet: boolean;
  /** Updates stay on the disk after their round, for an audit. */
  keepUpdates: boolean;
  /** Newcomers wait until the host lets them in; null: as the room was left. */
  inviteOnly: boolean | null;
  /** Volunteers with whom a run starts by itself; null: the host starts it. */
  startWith: number | null;
  /** After a restart: time for the volunteers to come back; null: the usual. */
  settleMs: number | null;
}

export const usage = `Usage: npm start -- [options]

  --port N             port (8787, or the next free one)
  --host ADDRESS       address to listen on (0.0.0.0: all)
${servingUsage}  --data-dir FOLDER    where runs are kept (.spikefed)
  --rooms N            N rooms, 1 to ${MAX_ROOMS}, each with a code, links, volunteers and runs of its own;
                       they are kept: without the option all of them open again (1)
  --dataset NAME       cifar10, cifar100 or shapes (cifar10; drawn shapes when it cannot be had)
  --from PATH_OR_URL   an official archive of the dataset
  --offline            no network
  --preset NAME        s4, s5, vgg9 or vgg9-direct (s5); without spikes, with --set network=ann:
                       s5-baseline or vgg9-baseline
  --lesson NAME        a run with a question for a class: first-run, unequal-data, someone-leaves or
                       bad-client; docs/lessons.md
  --rounds N           rounds of the run (20)
  --set KEY=VALUE      any other setting of the run: clients, samplesPerClient, participants,
                       minReports, minFraction, overSelect, roundSeconds, leaseSeconds, adaptWork,
                       localEpochs, sampling (uniform, by-samples, least-recently),
                       batchSize, testSamples, validationSamples, stepMode, seed,
                       partition.kind, partition.alpha, optimizer.learningRate,
                       network (snn, ann), timesteps, coding, evaluateEvery, gradientNoise,
                       localNorm, patience, minDelta, gateDrop,
                       stragglerProbability, learningRateDrops.rounds=[40,60,80],
                       localLoss.kind (cross-entropy, fedlec, distillation),
                       localRule.kind (surrogate-bptt, proxy, tandem),
                       updateEncoding.kind (float32, float16, int8, top-k), ...
  --keep-models N      models kept beside the best and those that are needed: 1 to 1000, or all (3)
  --start-with N       start the run by itself once N volunteers are here
  --connections N      connections that may be open at once, 1 to 50,000 (2,000); of one address
                       240 all the same
  --settle-seconds N   after a restart, wait this long for the volunteers to come back (10)
  --new                open a new run instead of going on with the last one
  --keep-updates       keep each round's updates on the disk, so that npm run audit can compute
                       its average again
  --invite-only        newcomers wait until the host lets them in; off again on the host page
  --quiet              only the links and errors
  --help               this text
`;

const names = ["cifar10", "cifar100", "shapes"] as const satisfies DatasetName[];

const known = {
  ...servingOptions,
  port: { type: "string" },
  host: { type: "string" },
  "data-dir": { type: "string" },
  rooms: { type: "string" },
  dataset: { type: "string" },
  from: { type: "string" },
  offline: { type: "boolean" },
  preset: { type: "string" },
  lesson: { type: "string" },
  rounds: { type: "string" },
  set: { type: "string", multiple: true },
  "keep-models": { type: "string" },
  "start-with": { type: "string" },
  "settle-seconds": { type: "string" },
  connections: { type: "string" },
  new: { type: "boolean" },
  "keep-updates": { type: "boolean" },
  "invite-only": { type: "boolean" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * @param folder where the person is, for paths that were given: npm and start.mjs start this
 *   program in the repository, and say in INIT_CWD where they were called
 * @throws {SpikefedError} `start/option`, `room/settings`
 */
export function readOptions(
  args: readonly string[],
  folder = process.env["INIT_CWD"] ?? process.cwd(),
): StartOptions {
  const values = parse(args);
  const { port, preset, rounds, lesson, set = [], dataset = "cifar10" } = values;
  const from = values.from === undefined ? undefined : readSource(values.from, folder);
  const dataDir = values["data-dir"];
  const pairs = [
    ...(preset === undefined ? [] : [`preset=${preset}`]),
    ...(rounds === undefined ? [] : [`rounds=${rounds}`]),
    ...set,
  ];
  const hasSettings = lesson !== undefined || pairs.length > 0;
  if (!isDataset(dataset)) refuse("--dataset", `${dataset} is not one of ${names.join(", ")}`);
  return {
    ...readServingOptions(values, folder),
    help: values.help ?? false,
    host: values.host ?? "0.0.0.0",
    port: readPort(port),
    mayMove: port === undefined,
    dataDir: dataDir === undefined ? ".spikefed" : resolve(folder, dataDir),
    rooms: readCount("--rooms", values.rooms, MAX_ROOMS),
    dataset,
    mayFallBack: values.dataset === undefined && from === undefined,
    from,
    offline: values.offline ?? false,
    settings: applyPairs(pairs, lesson),
    hasSettings,
    goOn: values.new ? "never" : hasSettings ? "if-under-way" : "always",
    hasShares: pairs.some((pair) => /^(clients|samplesPerClient)=/.test(pair)),
    keepModels: readKeepModels(values["keep-models"]),
    quiet: values.quiet ?? false,
    keepUpdates: values["keep-updates"] ?? false,
    inviteOnly: values["invite-only"] ?? null,
    startWith: readCount("--start-with", values["start-with"], 1000),
    settleMs: readSettle(values["settle-seconds"]),
    connections: readCount("--connections", values.connections, 50_000),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false })
      .values;
  } catch (error) {
    const message = (error as Error).message.split(". ")[0] ?? "";
    const option = /'([^' ]+)[^']*'/.exec(message)?.[1] ?? "the command line";
    return refuse(option, message.charAt(0).toLowerCase() + message.slice(1));
  }
}

function readSource(from: string, folder: string): string {
  return isUrl(from) ? from : resolve(folder, from);
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 8787;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) refuse("--port", `${text} is not a number from 0 to 65535`);
  return port;
}

function readKeepModels(text = "3"): number | null {
  if (text === "all") return null;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 1000) {
    refuse("--keep-models", `${text} is neither a number from 1 to 1000 nor all`);
  }
  return count;
}

function readCount(option: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most) refuse(option, `${text} is not a number from 1 to ${most}`);
  return count;
}

function readSettle(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : -1;
  if (seconds < 0 || seconds > 600) {
    refuse("--settle-seconds", `${text} is not a number from 0 to 600`);
  }
  return seconds * 1000;
}

/** @throws {SpikefedError} `start/option`, `room/settings` */
function applyPairs(pairs: readonly string[], lesson: string | undefined): RunSettings {
  const refusePair = (got: string, why: string) =>
    refuse("--set", `${got} ${why.replace(/^it /, "")}`);
  return readSettings(withPairs(baseOf(lesson), pairs, { refuse: refusePair }));
}

/** What settings are given on top of; of a lesson with two runs the first. */
function baseOf(lesson: string | undefined): RunSettings {
  if (lesson === undefined) return defaultSettings;
  const name = LESSONS.find((known) => known === lesson);
  if (!name) return refuse("--lesson", `${lesson} is not one of ${LESSONS.join(", ")}`);
  return lessons[name].runs[0]!.settings;
}

function isDataset(name: string): name is DatasetName {
  return (names as readonly string[]).includes(name);
}

function refuse(option: string, why: string): never {
  throw new SpikefedError("start/option", { option, why });
}

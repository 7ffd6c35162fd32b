// Starts the coordinator: options, dataset, store, server, links.

import { resolve } from "node:path";

import { loadDataset, loadDatasetOrShapes, type Dataset } from "@spikefed/datasets";
import { sentence } from "@spikefed/fl-core";
import { SpikefedError, type LogEvent } from "@spikefed/protocol";

import { startCoordinator, type Coordinator } from "./coordinator.ts";
import type { Room } from "./room/room.ts";
import { fitSettings } from "./start/fit-settings.ts";
import { lanAddress, linksText } from "./start/links.ts";
import { readOptions, usage, type StartOptions } from "./start/options.ts";
import { progressLine } from "./start/progress.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else await start(options);
} catch (error) {
  stop(error);
}

async function start(options: StartOptions): Promise<void> {
  const dataset = await load(options);
  const coordinator = await startCoordinator({
    dataDir: resolve(options.dataDir),
    dataset,
    host: options.host,
    port: options.port,
    mayMove: options.mayMove,
    settings: options.hasShares
      ? options.settings
      : fitSettings(options.settings, dataset.train.count),
    goOn: options.goOn,
    keepUpdates: options.keepUpdates,
    inviteOnly: options.inviteOnly,
    keepModels: options.keepModels,
    ...(options.settleMs !== null && { settleMs: options.settleMs }),
    say,
    onEvents: (events, room) => {
      if (!options.quiet) tell(events, room);
      startWhenHere(options.startWith, events, room);
    },
    onFatal: stop,
  });
  const { port, code, hostKey, room } = coordinator;
  const address = lanAddress(options.host);
  console.log(linksText({ port, code, hostKey, lanAddress: address, dataset }));
  if (options.hasSettings && room.isContinued) {
    say("The last run goes on with its own settings; --new opens a run with yours.");
  }
  endOnSignal(coordinator);
}

async function load(options: StartOptions): Promise<Dataset> {
  const { dataset, from, offline, mayFallBack } = options;
  const line = progressLine(dataset, process.stderr, () => performance.now());
  const { onProgress } = line;
  try {
    if (!mayFallBack) return await loadDataset({ dataset, from, offline, onProgress });
    return await loadDatasetOrShapes({
      ...{ dataset, from, offline, onProgress },
      onFallback: (error) => {
        line.end();
        say(`${error.fact}. Drawn shapes are used instead.`);
      },
    });
  } finally {
    line.end();
  }
}

/** A run that nobody stands by starts as soon as enough volunteers have joined. */
function startWhenHere(
  wanted: number | null,
  events: readonly LogEvent[],
  room: Room | null,
): void {
  if (wanted === null || room === null) return;
  const hasNews = events.some(({ type }) => type === "joined" || type === "rejoined");
  const { phase, present } = room.summary();
  if (hasNews && phase === "lobby" && present >= wanted) {
    room.host({ command: "start" }).catch(stop);
  }
}

/** Each event of the run as a line. */
function tell(events: readonly LogEvent[], room: Room | null): void {
  const nameOf = (client: number) => room?.run.members.nameOf(client) ?? `Volunteer ${client}`;
  for (const event of events) console.log(`${timeOf(event.atMs)}  ${sentence(event, nameOf)}`);
}

function timeOf(atMs: number): string {
  return new Date(atMs).toTimeString().slice(0, 8);
}

function say(line: string): void {
  console.error(line);
}

function endOnSignal(coordinator: Coordinator): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(130); // asked twice
    isEnding = true;
    coordinator.close().then(() => process.exit(0), stop);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}

function stop(error: unknown): void {
  const text = error instanceof SpikefedError ? error.message : (error as Error).stack;
  console.error(text ?? String(error));
  process.exit(1);
}

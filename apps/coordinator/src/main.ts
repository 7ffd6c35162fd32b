// Starts the coordinator: options, dataset, store, server, links.

import { join, resolve } from "node:path";

import { loadDataset, loadDatasetOrShapes, type Dataset } from "@spikefed/datasets";
import type { LogEvent } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

import { startCoordinator, type Coordinator } from "./coordinator.ts";
import type { Room } from "./room/room.ts";
import { certificateReader } from "./start/certificate-reader.ts";
import { fitSettings } from "./start/fit-settings.ts";
import { jsonJournal, textJournal, type Journal } from "./start/journal.ts";
import { lanAddress, linksText, originsOf } from "./start/links.ts";
import { readOptions, usage, type StartOptions } from "./start/options.ts";
import { progressLine } from "./start/progress.ts";
import { stopper } from "./start/stop-on-signal.ts";
import { versions } from "./version.ts";

let journal = journalOf({ log: "text", quiet: false });

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else await start(options);
} catch (error) {
  stop(error);
}

async function start(options: StartOptions): Promise<void> {
  journal = journalOf(options);
  const { say } = journal;
  const dataDir = resolve(options.dataDir);
  const readCertificate = certificateReader(options, dataDir);
  if (options.https !== "own") await readCertificate?.(); // told of before a dataset is fetched
  const dataset = await load(options);
  const coordinator = await startCoordinator({
    ...{ dataDir, dataset, readCertificate, reached: options, rooms: options.rooms },
    ...{ host: options.host, port: options.port, mayMove: options.mayMove },
    settings: options.hasShares ? options.settings : fitSettings(options.settings, dataset),
    goOn: options.goOn,
    keepUpdates: options.keepUpdates,
    inviteOnly: options.inviteOnly,
    keepModels: options.keepModels,
    ...(options.connections !== null && { connections: options.connections }),
    ...(options.settleMs !== null && { settleMs: options.settleMs }),
    say,
    onEvents: (events, room, name) => {
      const nameHere = (client: number) => nameOf(client, room);
      journal.events(events, nameHere, name);
      startWhenHere(options.startWith, events, room);
    },
    onFatal: stop,
  });
  await tellLinks(coordinator, options, { dataDir, dataset });
  if (options.hasSettings && coordinator.rooms.some(({ room }) => room.isContinued)) {
    say("The last run goes on with its own settings; --new opens a run with yours.");
  }
  endOnSignal(coordinator, options);
}

/** To the terminal; with a log for programs into a file, since the host key has no place in a log. */
async function tellLinks(
  { port, rooms: open, isOne, certificate }: Coordinator,
  { log, host, publicOrigin }: StartOptions,
  { dataDir, dataset }: { dataDir: string; dataset: Dataset },
): Promise<void> {
  const shown = certificate();
  const where = { port, lanAddress: lanAddress(host), certificate: shown, publicOrigin };
  const rooms = open.map(({ name, code, hostKey, room }) => {
    return { name, code, hostKey, phase: room.summary().phase };
  });
  const links = linksText({ ...where, rooms, isOne, dataset });
  const file = join(dataDir, "links.txt");
  if (log === "json") await writeDurably(file, `${links}\n`, { mode: 0o600 });
  const { here, far } = originsOf(where);
  const facts = {
    port,
    address: far ?? here,
    fingerprint: shown?.fingerprint ?? null,
    links: file,
  };
  journal.open(links, { ...facts, pictures: dataset.source, version: versions.spikefed });
}

async function load(options: StartOptions): Promise<Dataset> {
  const { dataset, from, offline, mayFallBack, log } = options;
  const screen = log === "text" ? process.stderr : { write: () => true };
  const line = progressLine(dataset, screen, () => performance.now());
  const { onProgress } = line;
  try {
    if (!mayFallBack) return await loadDataset({ dataset, from, offline, onProgress });
    return await loadDatasetOrShapes({
      ...{ dataset, from, offline, onProgress },
      onFallback: (error) => {
        line.end();
        journal.say(`${error.fact}. Drawn shapes are used instead.`, { event: error.code });
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

function nameOf(client: number, room: Room | null): string {
  const name = process.stdout.isTTY ? room?.run.members.nameOf(client) : null; // a file is a log
  return name ?? `Volunteer ${client}`;
}

function endOnSignal(coordinator: Coordinator, { drainMs }: StartOptions): void {
  const exit = (code: number) => process.exit(code);
  const stopped = coordinator.isOne ? "The room has stopped." : "The rooms have stopped.";
  const onStopped = () =>
    journal.say(`${stopped} Everything is kept: start again to go on.`, {
      event: "stopped",
      level: "info",
    });
  const end = stopper(coordinator, { drainMs, onStopped, exit, onFail: stop });
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}

function stop(error: unknown): void {
  journal.fatal(error);
  process.exit(1);
}

function journalOf({ log, quiet }: Pick<StartOptions, "log" | "quiet">): Journal {
  const make = log === "json" ? jsonJournal : textJournal;
  return make({
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    now: Date.now,
    isQuiet: quiet,
  });
}

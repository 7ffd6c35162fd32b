// Uploads over a slow line that is cut once, anywhere: the others notice nothing, at most one piece is
// sent again, and each update counts once.

import { join } from "node:path";

import { CHUNK_BYTES, PROTOCOL_VERSION, type LogEvent } from "@spikefed/protocol";
import { currentRun, readLog } from "@spikefed/run-store";
import { io } from "socket.io-client";

import { commandAsHost } from "../client/scripted-host.ts";
import { CoordinatorProcess, freePort } from "../coordinator/process.ts";
import { fractions } from "../fractions.ts";
import { all } from "../history/evidence.ts";
import { mapSideBySide } from "../side-by-side.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { isSoon } from "../wait.ts";
import { Uploader } from "./uploader.ts";

export const cutTrial: Trial = {
  name: "cut",
  about: "uploads over a slow line that is cut once, by the client that pages run",
  run: runCuts,
};

const START_MS = 300_000;
const UPLOAD_MS = 300_000;

interface Size {
  /** Coordinators, one after the other, each with one round. */
  groups: number;
  /** In each. */
  uploads: number;
  /** Of these at a time, every one on a line of its own. */
  atOnce: number;
  /** Of each line. */
  bytesPerSecond: number;
  /** What makes an update as large as the trial wants it. */
  model: readonly string[];
}

/** 12 MB for 60 s: longer than Socket.IO waits for an answer to a ping (45 s). */
const published: Size = {
  ...{ groups: 10, uploads: 10, atOnce: 10, bytesPerSecond: 200_000 },
  model: ["--preset", "vgg9", "--set", "updateEncoding.kind=float16"],
};
/** 2.2 MB for 5 s: the same line ten times as fast, with less to send. */
const small: Size = {
  ...{ groups: 1, uploads: 3, atOnce: 1, bytesPerSecond: 450_000 },
  model: ["--preset", "s5"],
};

interface Tally {
  cuts: number;
  counted: number;
  mostResent: number;
  bytes: number;
  violations: string[];
}

async function runCuts({ full, seed, folder, say }: TrialOptions): Promise<TrialResult> {
  const size = full ? published : small;
  const tally: Tally = { cuts: 0, counted: 0, mostResent: 0, bytes: 0, violations: [] };
  for (let group = 1; group <= size.groups; group++) {
    await runGroup(join(folder, `group-${group}`), size, fractions(seed, group), tally);
    say(`${tally.cuts} uploads cut, ${tally.violations.length} violations so far`);
  }
  const { cuts, counted, mostResent, bytes, violations } = tally;
  const figures = [
    {
      what: "uploads cut",
      asked: null,
      measured: `${cuts} of ${bytes} bytes at ${size.bytesPerSecond} bytes/s`,
    },
    { what: "counted, each once", asked: "all", measured: `${counted} of ${cuts}` },
    { what: "most bytes sent again", asked: `<= ${CHUNK_BYTES}`, measured: `${mostResent}` },
    {
      what: "connections of others that were lost",
      asked: "0",
      measured: `${violations.filter((text) => text.startsWith("another")).length}`,
    },
  ];
  return { figures, violations };
}

/** One coordinator, one round; a volunteer that never answers keeps it open. */
async function runGroup(
  dataDir: string,
  { uploads, atOnce, bytesPerSecond, model }: Size,
  random: () => number,
  tally: Tally,
): Promise<void> {
  const port = await freePort();
  const coordinator = new CoordinatorProcess({ dataDir, port, args: settings(uploads, model) });
  const up = () => coordinator.hostKey ?? coordinator.hasEnded;
  if (!(await isSoon(up, START_MS)) || coordinator.hasEnded) throw new Error(coordinator.output);
  const witness = await watchLine(port, tally);
  const cutAt = (bytes: number) => 1 + Math.floor(random() * (bytes - 1));
  const uploaders = await Promise.all(
    Array.from({ length: uploads }, () => Uploader.open({ port, bytesPerSecond, cutAt })),
  );
  await isSoon(() => uploaders.every(({ client }) => client !== null), START_MS);
  await commandAsHost(`http://127.0.0.1:${port}`, coordinator.hostKey ?? "", "start");
  await mapSideBySide(uploaders, atOnce, (uploader) => cutOne(uploader, tally));
  witness.close();
  if (coordinator.hasEnded) tally.violations.push(`the coordinator ended: ${coordinator.output}`);
  coordinator.kill();
  await coordinator.ended;
  await Promise.all(uploaders.map((uploader) => uploader.close()));
  countOnce(await savedEvents(dataDir), uploaders, tally);
}

async function cutOne(uploader: Uploader, tally: Tally): Promise<void> {
  uploader.begin();
  const isDone = await isSoon(() => uploader.isDone, UPLOAD_MS);
  const { sentBytes, updateBytes, connections, cutAt } = uploader;
  const resent = Math.max(0, sentBytes - updateBytes);
  const what = `an upload that was cut after ${cutAt} bytes`;
  tally.cuts += 1;
  tally.bytes = updateBytes;
  tally.mostResent = Math.max(tally.mostResent, resent);
  if (!isDone) tally.violations.push(`${what} was not acknowledged in ${UPLOAD_MS} ms`);
  if (resent > CHUNK_BYTES) tally.violations.push(`${what} sent ${resent} bytes again`);
  if (connections !== 2) tally.violations.push(`${what} made ${connections} connections`);
}

function countOnce(
  events: readonly LogEvent[],
  uploaders: readonly Uploader[],
  tally: Tally,
): void {
  const accepted = all(events, "update-accepted");
  for (const { client } of uploaders) {
    const times = accepted.filter((event) => event.client === client).length;
    if (times === 1) tally.counted += 1;
    else tally.violations.push(`the update of client ${client} was counted ${times} times`);
  }
}

/** A volunteer with a line of its own, and somebody who watches: neither may be lost. */
async function watchLine(port: number, tally: Tally): Promise<{ close: () => void }> {
  const device = { kind: "cpu", label: "witness", executor: "none" };
  const sockets = ["volunteer", "watch"].map((role) => {
    const url = `http://127.0.0.1:${port}`;
    const socket = io(url, { transports: ["websocket"], forceNew: true, reconnection: false });
    socket.on("disconnect", (why) => {
      if (why !== "io client disconnect") tally.violations.push(`another's line was lost: ${why}`);
    });
    return { socket, hello: { protocol: PROTOCOL_VERSION, role, room: null, device } };
  });
  for (const { socket, hello } of sockets) {
    await socket.timeout(START_MS).emitWithAck("hello", hello);
  }
  return { close: () => sockets.forEach(({ socket }) => socket.disconnect()) };
}

async function savedEvents(dataDir: string): Promise<LogEvent[]> {
  const folder = await currentRun(dataDir);
  return folder === null ? [] : (await readLog(folder.log)).events;
}

function settings(uploads: number, model: readonly string[]): string[] {
  const values = {
    ...{ clients: uploads + 1, minReports: uploads + 1, samplesPerClient: 32, batchSize: 32 },
    ...{ roundSeconds: 3600, testSamples: 10, rounds: 1 },
  };
  const pairs = Object.entries(values).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  return ["--dataset", "shapes", "--quiet", ...model, ...pairs];
}

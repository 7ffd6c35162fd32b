// A real coordinator on a free port of this machine, with a data folder of its own.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readLog, type LogEvent } from "./log.ts";
import { runBuilt, type Running } from "./process.ts";

export interface CoordinatorOptions {
  dataset: "cifar10" | "shapes";
  /** As `--set KEY=VALUE`. */
  settings?: Readonly<Record<string, string | number | boolean>>;
  /** More of the command line. */
  args?: readonly string[];
  /** Hears what the process says. */
  onText?: (text: string) => void;
}

/** What the coordinator prints when it is ready. */
export interface Links {
  origin: string;
  code: string;
  join: string;
  host: string;
  show: string;
}

export interface Coordinator {
  links: Links;
  output: () => string;
  isAlive: () => boolean;
  stop: Running["stop"];
  /** On the same port and data folder, after `stop`. */
  startAgain: () => Promise<void>;
  /** The run log as the coordinator serves it. */
  log: () => Promise<LogEvent[]>;
  /** The run log as it is on the disk: its text. */
  savedLog: () => Promise<string>;
  /** Where the run is on the disk. */
  runFolder: () => Promise<string>;
  /** Ends the process and removes its data. */
  dispose: () => Promise<void>;
}

/** Small enough that a processor trains a round in seconds. */
const smallRun = {
  preset: "s4",
  clients: 4,
  samplesPerClient: 64,
  batchSize: 16,
  testSamples: 50,
  roundSeconds: 120,
};

export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { dataset, settings = {}, args = [], onText } = options;
  const dataDir = await mkdtemp(path.join(tmpdir(), "spikefed-e2e-"));
  const set = Object.entries({ ...smallRun, ...settings }).flatMap(([key, value]) => [
    "--set",
    `${key}=${value}`,
  ]);
  const run = (port: string) =>
    runBuilt(
      "apps/coordinator/dist/main.js",
      [
        "--dataset",
        dataset,
        "--data-dir",
        dataDir,
        "--host",
        "127.0.0.1",
        "--port",
        port,
        ...set,
        ...args,
      ],
      onText,
    );
  let running = run("0");
  const links = await readLinks(running);
  return {
    links,
    output: () => running.output(),
    isAlive: () => running.isAlive(),
    stop: (signal) => running.stop(signal),
    startAgain: async () => {
      running = run(new URL(links.origin).port);
      await readLinks(running);
    },
    log: async () => readLog(await (await fetch(`${links.origin}/api/run/log`)).text()),
    savedLog: async () => readFile(path.join(await runFolderIn(dataDir), "log.jsonl"), "utf8"),
    runFolder: () => runFolderIn(dataDir),
    dispose: async () => {
      await running.stop("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function readLinks(running: Running): Promise<Links> {
  const link = async (title: string) =>
    (await running.says(new RegExp(`${title} +(http\\S+)`)))[1]!;
  const [join, host, show] = [await link("Join"), await link("Host"), await link("Show")];
  return { origin: new URL(join).origin, code: join.split("/").at(-1)!, join, host, show };
}

async function runFolderIn(dataDir: string): Promise<string> {
  const runs = (await readdir(dataDir)).filter((name) => name.startsWith("run-"));
  if (runs.length !== 1) throw new Error(`${runs.length} runs in the data folder, not 1`);
  return path.join(dataDir, runs[0]!);
}

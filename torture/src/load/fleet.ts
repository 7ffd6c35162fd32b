// The clients of a load trial, spread over a few processes.

import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

import { SpikefedError } from "@spikefed/protocol";

import { pause } from "../wait.ts";
import type { FleetOrder, FleetState } from "./fleet-orders.ts";
import { sumOf } from "./tally.ts";

const root = new URL("../../../", import.meta.url);
const file = fileURLToPath(new URL("./fleet-process.ts", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
/**
 * Each piece that is sent is copied once, outside of V8's heap, which therefore marks its heap again
 * and again: step by step that took a quarter of a processor, at once a twentieth.
 */
const lean = "--no-incremental-marking";
/** Files that a process has open besides its connections. */
const OTHER_FILES = 200;

export interface Crowd {
  url: string;
  clients: number;
  /** As many of them hold a place; the others watch. */
  volunteers: number;
  /** New connections a second, all processes together. */
  perSecond: number;
}

export class Fleet {
  readonly #processes: ChildProcess[];

  constructor(processes: number) {
    const env = {
      ...process.env,
      TSX_TSCONFIG_PATH: fileURLToPath(new URL("tsconfig.json", root)),
    };
    this.#processes = Array.from({ length: processes }, () =>
      fork(file, [], { execArgv: [lean, "--import", loader], env }),
    );
  }

  /** Resolves when all have begun to connect. */
  async connect({ url, clients, volunteers, perSecond }: Crowd): Promise<void> {
    const parts = this.#processes.length;
    checkOpenFiles(clients); // the coordinator has them all
    await Promise.all(
      this.#processes.map((child, at) =>
        this.#order(child, {
          ...{ order: "connect", url, perSecond: perSecond / parts },
          clients: share(clients, parts, at),
          volunteers: share(volunteers, parts, at),
        }),
      ),
    );
  }

  /** Updates are sent from now on, so many at a time. */
  async upload(atOnce: number): Promise<void> {
    const parts = this.#processes.length;
    await this.#all((at) => ({ order: "upload", atOnce: share(atOnce, parts, at) }));
  }

  async state(): Promise<FleetState> {
    return sumOf(await this.#all(() => ({ order: "tell" })));
  }

  /** Looks until it is so; the last state, whether it is or not. */
  async until(isSo: (state: FleetState) => boolean, limitMs: number): Promise<FleetState> {
    const endMs = performance.now() + limitMs;
    for (;;) {
      const state = await this.state();
      if (isSo(state) || performance.now() > endMs) return state;
      await pause(100);
    }
  }

  close(): void {
    for (const child of this.#processes) if (child.connected) child.disconnect();
  }

  #all(orderOf: (at: number) => FleetOrder): Promise<FleetState[]> {
    return Promise.all(this.#processes.map((child, at) => this.#order(child, orderOf(at))));
  }

  #order(child: ChildProcess, order: FleetOrder): Promise<FleetState> {
    return new Promise((resolve, reject) => {
      const fail = (code: number | null) =>
        reject(new Error(`a process of clients ended: ${code}`));
      child.once("message", (state: FleetState) => {
        child.off("exit", fail);
        resolve(state);
      });
      child.once("exit", fail);
      child.send(order);
    });
  }
}

function share(all: number, parts: number, at: number): number {
  return Math.floor((all * (at + 1)) / parts) - Math.floor((all * at) / parts);
}

/**
 * @throws {SpikefedError} `start/option` where this system lets a process open too few files. Where
 *   it does not say how many, it is tried.
 */
export function checkOpenFiles(connections: number, limit = openFilesLimit()): void {
  if (limit === null || limit >= connections + OTHER_FILES) return;
  const why = `${connections} connections need ${connections + OTHER_FILES} open files, this shell allows ${limit}; raise it with ulimit -n, then run the trial again`;
  throw new SpikefedError("start/option", { option: "load", why });
}

/** Node has raised the soft limit to the hard one. */
function openFilesLimit(): number | null {
  try {
    const [, hard = ""] =
      /Max open files\s+\S+\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return hard === "" ? null : Number(hard);
  } catch {
    return null; // not Linux
  }
}

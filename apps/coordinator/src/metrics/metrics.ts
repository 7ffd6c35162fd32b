// What an operator watches, in Prometheus' words. Labels are kinds, of which there are few: no names,
// no addresses, no rooms, no numbers of clients or rounds.

import type { LogEvent, RosterEntry } from "@spikefed/protocol";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

import type { Role } from "../socket/limits.ts";
import { QUANTILES, type EventLoop } from "./event-loop.ts";

/** Asked at each look; a coordinator that has just started has no room yet. */
export interface MetricSources {
  phase: () => string;
  roster: () => readonly Pick<RosterEntry, "state">[];
  roles: () => readonly (Role | null)[];
  traffic: () => { received: number; sent: number; open: number };
  isDiskFull: () => boolean;
  isStopping: () => boolean;
  /** Seconds since 1970; null: no TLS of its own. */
  certificateEnds: () => number | null;
  eventLoop: EventLoop;
}

/** A type that holds it fails where one is missing. */
const STATES = Object.keys({
  ...{ loading: true, ready: true, training: true, restarting: true, sending: true, sent: true },
  ...{ paused: true, asleep: true, away: true, closed: true },
} satisfies Record<Exclude<RosterEntry["state"], "left">, true>);
const ROLES = ["volunteer", "watch", "host"] as const;
const PHASES = [
  ...["lobby", "selecting", "training", "aggregating"],
  ...["evaluating", "paused", "done"],
] as const;

export class Metrics {
  readonly #registry = new Registry();
  readonly #events: Counter<"type">;
  readonly #refusals: Counter<"code">;
  readonly #updates: Counter;
  readonly #updateBytes: Counter;
  readonly #roundSeconds: Histogram;
  readonly #accuracy: Gauge;
  /** When each open round was opened, ms; a repeated round goes on. */
  readonly #opened = new Map<number, number>();

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    const counter = <T extends string = string>(name: string, help: string, labelNames: T[] = []) =>
      new Counter({ name: `spikefed_${name}`, help, labelNames, registers });
    this.#events = counter("events_total", "Lines of the run log, by type.", ["type"]);
    this.#refusals = counter("refusals_total", "Messages refused, by code of the error.", ["code"]);
    this.#updates = counter("updates_accepted_total", "Updates that were counted.");
    this.#updateBytes = counter("update_bytes_total", "Bytes of updates that were counted.");
    this.#roundSeconds = new Histogram({
      name: "spikefed_round_seconds",
      help: "From the opening of a round to its new model.",
      buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600],
      registers,
    });
    this.#accuracy = new Gauge({
      name: "spikefed_model_accuracy",
      help: "Part of the held-out pictures that the newest judged model gets right.",
      registers,
    });
    this.#accuracy.remove(); // nothing is judged yet
    addGauges(this.#registry, sources);
    addProcess(this.#registry, sources.eventLoop);
  }

  /** Events of the run log, once they are on the disk. */
  note(events: readonly LogEvent[]): void {
    for (const event of events) this.#note(event);
  }

  /** A message was refused. */
  refuse(code: string): void {
    this.#refusals.inc({ code });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #note(event: LogEvent): void {
    this.#events.inc({ type: event.type });
    if (event.type === "run-opened") this.#opened.clear();
    if (event.type === "update-accepted") {
      this.#updates.inc();
      this.#updateBytes.inc(event.bytes);
    }
    if (event.type === "round-opened" && !this.#opened.has(event.round)) {
      this.#opened.set(event.round, event.atMs);
    }
    if (event.type === "aggregated") this.#endRound(event);
    if (event.type === "evaluated") this.#accuracy.set(event.correct / event.samples);
  }

  #endRound({ round, atMs }: { round: number; atMs: number }): void {
    const openedMs = this.#opened.get(round);
    this.#opened.delete(round);
    // Opened by an earlier process: how long it took is not known here.
    if (openedMs !== undefined) this.#roundSeconds.observe(Math.max(0, atMs - openedMs) / 1000);
  }
}

/** What is asked for at each look. */
function addGauges(registry: Registry, sources: MetricSources): void {
  const kinds = <T extends string>(
    ...[name, help, label, all, now]: [
      string,
      string,
      string,
      readonly T[],
      () => readonly unknown[],
    ]
  ) =>
    new Gauge({
      ...{ name: `spikefed_${name}`, help, labelNames: [label], registers: [registry] },
      collect() {
        const there = now();
        for (const kind of all) {
          this.set({ [label]: kind }, there.filter((one) => (one ?? "none") === kind).length);
        }
      },
    });
  const states = () => sources.roster().map(({ state }) => state);
  kinds("participants", "Volunteers who have a place, by state.", "state", STATES, states);
  const roles = [...ROLES, "none"] as const;
  kinds("connections", "Connections of Socket.IO, by role.", "role", roles, sources.roles);
  kinds("phase", "1 at the phase that the run is in.", "phase", PHASES, () => [sources.phase()]);
  const { traffic, isDiskFull, isStopping, certificateEnds } = sources;
  asked(registry, "received_bytes_total", "Bytes received by TCP.", () => traffic().received);
  asked(registry, "sent_bytes_total", "Bytes sent by TCP.", () => traffic().sent);
  asked(registry, "tcp_connections", "TCP connections that are open.", () => traffic().open);
  asked(registry, "disk_paused", "1 while the run waits for disk space.", () => +isDiskFull());
  asked(registry, "stopping", "1 while it lets updates end before it stops.", () => +isStopping());
  const help = "End of the certificate, seconds since 1970.";
  asked(registry, "certificate_end_seconds", help, certificateEnds);
}

/** Memory, processor time, and how late the event loop is. */
function addProcess(registry: Registry, eventLoop: EventLoop): void {
  const memory = () => process.memoryUsage();
  const more = { prefix: "" };
  asked(registry, "process_resident_memory_bytes", "Memory.", () => memory().rss, more);
  asked(registry, "nodejs_heap_used_bytes", "Memory of V8.", () => memory().heapUsed, more);
  asked(registry, "nodejs_external_memory_bytes", "Buffers.", () => memory().external, more);
  const cpuSeconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  asked(registry, "process_cpu_seconds_total", "Processor time.", cpuSeconds, more);
  const started = Date.now() / 1000 - process.uptime();
  asked(registry, "process_start_time_seconds", "Start, seconds since 1970.", () => started, more);
  new Gauge({
    name: "spikefed_event_loop_delay_seconds",
    help: "How late the event loop was since the last look, by quantile.",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      eventLoop.take()?.forEach((delay, i) => this.set({ quantile: String(QUANTILES[i]) }, delay));
    },
  });
}

/** One figure; null: it is left out. Names that end in `_total` only grow. */
function asked(
  ...[registry, name, help, now, { prefix } = { prefix: "spikefed_" }]: [
    registry: Registry,
    name: string,
    help: string,
    now: () => number | null,
    more?: { prefix: string },
  ]
): void {
  const about = { name: `${prefix}${name}`, help, registers: [registry] };
  if (name.endsWith("_total")) {
    new Counter({
      ...about,
      collect() {
        this.reset();
        this.inc(now() ?? 0);
      },
    });
    return;
  }
  new Gauge({
    ...about,
    collect() {
      const value = now();
      if (value === null) this.remove();
      else this.set(value);
    },
  });
}

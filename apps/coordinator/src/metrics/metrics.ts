// What an operator watches, in Prometheus' words. Labels are kinds and rooms, of which there are few: no
// names, no addresses, no codes, no numbers of clients or rounds.

import type { LogEvent } from "@spikefed/protocol";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

import type { Role } from "../socket/limits.ts";
import { QUANTILES, type EventLoop } from "./event-loop.ts";
import { addRoomGauges, type RoomFigures } from "./room-gauges.ts";

/** Asked at each look; a coordinator that has just started has no room yet. */
export interface MetricSources {
  rooms: () => readonly RoomFigures[];
  /** Connections; `role` is null before hello, `room` before one was named. */
  links: () => Iterable<{ role: Role | null; room: string | null }>;
  traffic: () => { received: number; sent: number; open: number };
  isStopping: () => boolean;
  /** Seconds since 1970; null: no TLS of its own. */
  certificateEnds: () => number | null;
  eventLoop: EventLoop;
}

const ROLES = ["volunteer", "watch", "host"] as const;
export class Metrics {
  readonly #registry = new Registry();
  readonly #events: Counter<"room" | "type">;
  readonly #refusals: Counter<"code">;
  readonly #updates: Counter<"room">;
  readonly #updateBytes: Counter<"room">;
  readonly #roundSeconds: Histogram<"room">;
  readonly #accuracy: Gauge<"room">;
  /** By room: when each open round was opened, ms; a repeated round goes on. */
  readonly #opened = new Map<string, Map<number, number>>();

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    const counter = <T extends string = string>(name: string, help: string, labelNames: T[] = []) =>
      new Counter({ name: `spikefed_${name}`, help, labelNames, registers });
    const room = ["room" as const];
    this.#events = counter("events_total", "Lines of the run log, by type.", ["room", "type"]);
    this.#refusals = counter("refusals_total", "Messages refused, by code of the error.", ["code"]);
    this.#updates = counter("updates_accepted_total", "Updates that were counted.", room);
    const bytesHelp = "Bytes of updates that were counted.";
    this.#updateBytes = counter("update_bytes_total", bytesHelp, room);
    this.#roundSeconds = new Histogram({
      name: "spikefed_round_seconds",
      help: "From the opening of a round to its new model.",
      labelNames: room,
      buckets: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600],
      registers,
    });
    this.#accuracy = new Gauge({
      name: "spikefed_model_accuracy",
      help: "Part of the held-out pictures that the newest judged model gets right.",
      labelNames: room,
      registers,
    });
    addGauges(this.#registry, sources);
    addProcess(this.#registry, sources.eventLoop);
  }

  /** Figures of a room begin at nothing, not with the first of their kind. */
  open(room: string): void {
    this.#updates.inc({ room }, 0);
    this.#updateBytes.inc({ room }, 0);
    this.#roundSeconds.zero({ room });
    this.#opened.set(room, new Map());
  }

  /** Events of a room's run log, once they are on the disk. */
  note(room: string, events: readonly LogEvent[]): void {
    for (const event of events) this.#note(room, event);
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

  #note(room: string, event: LogEvent): void {
    const opened = this.#opened.get(room);
    this.#events.inc({ room, type: event.type });
    if (event.type === "run-opened") opened?.clear();
    if (event.type === "update-accepted") {
      this.#updates.inc({ room });
      this.#updateBytes.inc({ room }, event.bytes);
    }
    if (event.type === "round-opened" && !opened?.has(event.round)) {
      opened?.set(event.round, event.atMs);
    }
    if (event.type === "aggregated") this.#endRound(room, event);
    if (event.type === "evaluated") this.#accuracy.set({ room }, event.correct / event.samples);
  }

  #endRound(room: string, { round, atMs }: { round: number; atMs: number }): void {
    const openedMs = this.#opened.get(room)?.get(round);
    this.#opened.get(room)?.delete(round);
    // Opened by an earlier process: how long it took is not known here.
    if (openedMs === undefined) return;
    this.#roundSeconds.observe({ room }, Math.max(0, atMs - openedMs) / 1000);
  }
}

/** What is asked for at each look. */
function addGauges(registry: Registry, sources: MetricSources): void {
  const { rooms, traffic, isStopping, certificateEnds } = sources;
  addRoomGauges(registry, rooms);
  new Gauge({
    name: "spikefed_connections",
    help: "Connections of Socket.IO, by room and role; without a room before hello.",
    labelNames: ["room", "role"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name: room } of rooms()) for (const role of ROLES) this.set({ room, role }, 0);
      this.set({ role: "none" }, 0);
      for (const { room, role } of sources.links()) {
        this.inc(role === null || room === null ? { role: "none" } : { room, role });
      }
    },
  });
  asked(registry, "received_bytes_total", "Bytes received by TCP.", () => traffic().received);
  asked(registry, "sent_bytes_total", "Bytes sent by TCP.", () => traffic().sent);
  asked(registry, "tcp_connections", "TCP connections that are open.", () => traffic().open);
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

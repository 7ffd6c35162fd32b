// A coordinator in memory: answers messages, keeps uploads byte by byte, can cut the line.

import {
  readMessage,
  SpikefedError,
  type Ack,
  type ClientEvent,
  type ClientMessage,
  type LogBody,
  type LogEvent,
  type Task,
} from "@spikefed/protocol";

import type { Connect, Socket } from "../options.ts";
import { files, helloAnswer, opened, sha256, taskOf } from "./fake-room.ts";

type Listener = (...values: unknown[]) => void;

export interface Upload {
  begin: ClientMessage<"upload-begin">;
  data: Uint8Array;
  offset: number;
  commits: number;
  isCounted: boolean;
}

export function createFakeCoordinator() {
  const listeners = new Map<string, Listener[]>();
  const messages: { event: ClientEvent; message: unknown }[] = [];
  const uploads = new Map<string, Upload>();
  const fetched: string[] = [];
  let challenges = 0;
  let breakOff: ((error: Error) => void)[] = [];
  const log: LogEvent[] = [opened];

  const fake = {
    messages,
    uploads,
    fetched,
    log,
    connections: 0,
    /** Set to answer otherwise: a refusal, never, or "cut" to break the line before or after the message. */
    intercept: (() => null) as (
      event: ClientEvent,
    ) => Ack | "silent" | "cut-before" | "cut-after" | null,
    /** The coordinator says something by itself; before a task, that its round is open. */
    say(event: string, value?: unknown) {
      if (event === "task") openRound(value as Task);
      for (const listener of listeners.get(event) ?? []) listener(value);
    },
    /** Writes an event into the log and tells it. */
    note(body: LogBody) {
      const event: LogEvent = { ...body, seq: log.length, atMs: log.length };
      log.push(event);
      if (socket.connected) fake.say("log", [event]);
    },
    cut(reason = "transport close") {
      socket.connected = false;
      for (const reject of breakOff.splice(0)) reject(new Error("disconnected"));
      fake.say("disconnect", reason);
    },
    connect() {
      socket.connected = true;
      fake.connections += 1;
      fake.say("connect");
    },
    /** Each is another one. */
    challenge: () => ({
      challenge: sha256(new Uint8Array([(challenges += 1)])),
      coordinator: fake.coordinator,
    }),
    coordinator: "c".repeat(64),
    task: taskOf,
    seen: (event: ClientEvent) => messages.filter((m) => m.event === event).map((m) => m.message),
    fetchBytes: (path: string, onProgress: (done: number, total: number) => void) => {
      fetched.push(path);
      const bytes = files.get(path);
      if (bytes === undefined) return Promise.reject(new Error("status 404"));
      onProgress(bytes.length, bytes.length);
      return Promise.resolve(bytes);
    },
    io: (() => socket) as Connect,
  };

  function openRound({ round, model }: Task) {
    const isOpen = log.findLast(({ type }) => type === "round-opened" || type === "restarted");
    if (isOpen?.type === "round-opened" && isOpen.round === round) return;
    const invitation = { round, cohort: [1, 2], modelHash: model.hash, deadlineMs: 9 };
    fake.note({ type: "round-opened", ...invitation });
  }

  function answer(event: ClientEvent, message: unknown): Ack {
    switch (event) {
      case "challenge":
        return { ok: true, ...fake.challenge() };
      case "hello":
        return { ok: true, ...helloAnswer(log) };
      case "upload-begin":
        return begin(message as ClientMessage<"upload-begin">);
      case "upload-chunk":
        return chunk(message as ClientMessage<"upload-chunk">);
      case "upload-commit":
        return commit(message as ClientMessage<"upload-commit">);
      default:
        return { ok: true };
    }
  }

  function begin(message: ClientMessage<"upload-begin">): Ack {
    const fresh = { begin: message, data: new Uint8Array(message.bytes), offset: 0 };
    const known: Upload = uploads.get(message.updateId) ?? {
      ...fresh,
      commits: 0,
      isCounted: false,
    };
    uploads.set(message.updateId, known);
    return { ok: true, offset: known.offset, done: known.isCounted } as Ack;
  }

  function chunk({ updateId, offset, data }: ClientMessage<"upload-chunk">): Ack {
    const upload = uploads.get(updateId)!;
    if (offset !== upload.offset) {
      const facts = { got: offset, want: upload.offset };
      return { ok: false, error: new SpikefedError("update/offset", facts).report() };
    }
    upload.data.set(data, offset);
    upload.offset += data.length;
    return { ok: true, offset: upload.offset, done: false } as Ack;
  }

  function commit({ updateId }: ClientMessage<"upload-commit">): Ack {
    const upload = uploads.get(updateId)!;
    upload.commits += 1;
    const isWhole = sha256(upload.data) === upload.begin.sha256;
    upload.isCounted ||= isWhole;
    if (isWhole) return { ok: true, counted: true, record: upload.begin.round } as Ack;
    const facts = { got: sha256(upload.data), want: upload.begin.sha256 };
    return { ok: false, error: new SpikefedError("update/checksum", facts).report() };
  }

  function receive(event: string, raw: unknown): Ack | "cut" | "silent" {
    const name = event as ClientEvent;
    const isBare = name === "hello" && Object.keys(raw as object).length === 1; // of its version alone
    const message = isBare ? raw : readMessage(name, raw);
    const other = fake.intercept(name);
    if (other === "cut-before") return "cut";
    messages.push({ event: name, message });
    if (other !== null && other !== "cut-after") return other;
    const ack = isBare ? refusedBare() : answer(name, message);
    return other === "cut-after" ? "cut" : ack;
  }

  function refusedBare(): Ack {
    const facts = { event: "hello", path: "role" };
    return { ok: false, error: new SpikefedError("wire/invalid", facts).report() };
  }

  const socket = {
    connected: false as boolean,
    on: (event: string, listener: Listener) =>
      listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    connect: () => queueMicrotask(() => fake.connect()),
    disconnect: () => {
      if (socket.connected) fake.cut("io client disconnect");
    },
    emit: (event: string, message: unknown) => {
      if (receive(event, message) === "cut") fake.cut();
    },
    timeout: () => ({
      emitWithAck: (event: string, message: unknown) =>
        new Promise<unknown>((resolve, reject) => {
          breakOff.push(reject);
          queueMicrotask(() => {
            if (!socket.connected) return;
            const ack = receive(event, message);
            if (ack === "cut") fake.cut();
            else if (ack !== "silent") {
              breakOff = breakOff.filter((other) => other !== reject);
              resolve(ack);
            }
          });
        }),
    }),
  } satisfies Socket;
  return fake;
}

export type FakeCoordinator = ReturnType<typeof createFakeCoordinator>;

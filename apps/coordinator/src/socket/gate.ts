// The only way from a connection to a handler: rate, schema, role, try, await, catch, answer.
// A handler beside this gate would let one malformed frame end the process.

import {
  clientEvents,
  readMessage,
  SpikefedError,
  type Ack,
  type Answers,
  type ClientEvent,
  type ClientMessage,
  type ErrorCode,
} from "@spikefed/protocol";

import { faultRate, MAX_WAITING, rates, speakers, type Role } from "./limits.ts";
import { TokenBucket } from "./token-bucket.ts";

export type Handlers = {
  [E in ClientEvent]: (message: ClientMessage<E>) => Promise<Answers[E]> | Answers[E];
};

export interface GateOptions {
  handlers: Handlers;
  /** Null before hello. */
  role: () => Role | null;
  /** The connection has ended: what waits for its turn is not handled. */
  isGone: () => boolean;
  /** It leaves too much of what it was answered unread: nothing more is answered. */
  isDeaf: () => boolean;
  /** Monotonic milliseconds. */
  now: () => number;
  /** The connection made too many faults. */
  drop: () => void;
  /** A message was refused, with the code of the error. */
  onRefused?: (code: ErrorCode) => void;
  /** A handler failed with an error that is not the sender's. */
  onInternal: (event: ClientEvent, error: unknown) => void;
}

/** What a socket must offer, so that the gate is tested without one. */
export interface Receiver {
  onAny(listener: (event: unknown, ...args: unknown[]) => void): unknown;
}

const known: ReadonlySet<unknown> = new Set(clientEvents);

/** Lets every message of `socket` through the gate; nothing else may listen on it. */
export function guard(socket: Receiver, options: GateOptions): void {
  const gate = new Gate(options);
  socket.onAny((event, ...args) => gate.receive(event, args));
}

class Gate {
  readonly #options: GateOptions;
  readonly #buckets = new Map<ClientEvent, TokenBucket>();
  readonly #faults: TokenBucket;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#faults = new TokenBucket(faultRate, options.now);
  }

  /** Never throws. Messages of one connection are handled one after the other. */
  receive(event: unknown, args: unknown[]): void {
    const ack = typeof args.at(-1) === "function" ? (args.pop() as Answer) : () => undefined;
    if (this.#options.isGone()) return;
    if (this.#options.isDeaf()) return this.#options.drop();
    if (!known.has(event)) return this.#fault();
    const name = event as ClientEvent;
    if (!this.#mayPass(name)) {
      const error = new SpikefedError("wire/too-fast", {
        event: name,
        perSecond: rates[name].perSecond,
      });
      return this.#refuse(error, ack);
    }
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#handle(name, args, ack));
  }

  #mayPass(event: ClientEvent): boolean {
    const { now } = this.#options;
    const bucket = this.#buckets.get(event) ?? new TokenBucket(rates[event], now);
    this.#buckets.set(event, bucket);
    return bucket.take() && this.#waiting < MAX_WAITING;
  }

  async #handle(event: ClientEvent, args: unknown[], ack: Answer): Promise<void> {
    try {
      if (this.#options.isGone()) return;
      const message = read(event, args);
      checkSpeaker(event, this.#options.role());
      const handler = this.#options.handlers[event] as (message: unknown) => unknown;
      send(ack, { ok: true, ...((await handler(message)) as object) });
    } catch (error) {
      if (error instanceof SpikefedError) this.#refuse(error, ack);
      else {
        this.#options.onInternal(event, error);
        send(ack, { ok: false, error: new SpikefedError("wire/internal", { event }).report() });
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  #refuse(error: SpikefedError, ack: Answer): void {
    this.#options.onRefused?.(error.code);
    send(ack, { ok: false, error: error.report() });
    if (isFault(error.code)) this.#fault();
  }

  #fault(): void {
    if (!this.#faults.take()) this.#options.drop();
  }
}

type Answer = (answer: Ack) => void;

/** No mistake of a person: a program that guesses, or one that is broken. */
function isFault(code: ErrorCode): boolean {
  return code.startsWith("wire/") || code.startsWith("room/host-") || code === "room/proof";
}

function read(event: ClientEvent, args: unknown[]): ClientMessage<ClientEvent> {
  if (args.length > 1) throw new SpikefedError("wire/invalid", { event, path: "(arguments)" });
  return readMessage(event, args[0]);
}

function checkSpeaker(event: ClientEvent, role: Role | null): void {
  const wanted = speakers[event];
  if (wanted === null || wanted === role) return;
  if (role === null) throw new SpikefedError("wire/no-hello", { event });
  throw new SpikefedError("wire/not-allowed", { event, role });
}

/** The connection may be gone by now; that is not the handler's fault. */
function send(ack: Answer, answer: Ack): void {
  try {
    ack(answer);
  } catch {
    // nobody is left to be told
  }
}

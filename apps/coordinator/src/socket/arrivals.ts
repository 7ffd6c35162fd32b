// Who may open a connection. One that was let in counts from then on, though Engine.IO counts it only
// when it is open: those that pass in one turn of the event loop would else be more than a limit.

import type { IncomingMessage } from "node:http";

import type { Crowd } from "./crowd.ts";

export interface ArrivalsOptions {
  /** Connections that may be open at once. */
  limit: number;
  /** How many are open. */
  open: () => number;
  /** Of each address. */
  crowd: Pick<Crowd, "mayEnter" | "enter">;
  addressOf: (request: IncomingMessage) => string;
}

export class Arrivals {
  readonly #options: ArrivalsOptions;
  /** Let in and not open yet, each with what gives up its place among those of its address. */
  readonly #coming = new Map<IncomingMessage, () => void>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /**
   * Whether a request may open a connection. Engine.IO opens it before this turn of the event loop is
   * over, or never: then its place is free again.
   */
  admit(request: IncomingMessage): boolean {
    const { limit, open, crowd, addressOf } = this.#options;
    if (request.socket.destroyed || open() + this.#coming.size >= limit) return false;
    const address = addressOf(request);
    if (!crowd.mayEnter(address)) return false;
    this.#coming.set(request, crowd.enter(address));
    setImmediate(() => this.#take(request)?.());
    return true;
  }

  /** Its connection is open; call the result, once, when it is gone. */
  opened(request: IncomingMessage): () => void {
    const { crowd, addressOf } = this.#options;
    return this.#take(request) ?? crowd.enter(addressOf(request));
  }

  #take(request: IncomingMessage): (() => void) | undefined {
    const leave = this.#coming.get(request);
    this.#coming.delete(request);
    return leave;
  }
}

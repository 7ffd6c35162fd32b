// After a restart a whole crowd comes back within seconds, and a turn of the event loop takes all that
// has arrived while everything else waits. So a turn lets a few of them through, in their order.

export class Turnstile {
  readonly #perTurn: number;
  readonly #queue: (() => void)[] = [];

  /** @param perTurn how many pass in one turn of the event loop */
  constructor(perTurn: number) {
    this.#perTurn = perTurn;
  }

  /** Resolves in one of the next turns of the event loop. */
  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#queue.push(resolve);
      if (this.#queue.length === 1) setImmediate(this.#turn);
    });
  }

  readonly #turn = (): void => {
    for (const resolve of this.#queue.splice(0, this.#perTurn)) resolve();
    if (this.#queue.length > 0) setImmediate(this.#turn);
  };
}

// Updates that found no space: their volunteers keep them, and are asked once more.

import { SpikefedError } from "@spikefed/protocol";
import { isFull } from "@spikefed/run-store";

import { isAvailable, type Member } from "./member.ts";
import type { Ports } from "./ports.ts";
import type { RoundDriver } from "./round-driver.ts";

/** Between a refusal and the next try, milliseconds: each try may send the whole update. */
const ASK_AGAIN_MS = 5000;

export interface AskAgainOptions {
  ports: Pick<Ports, "clock" | "fullDisk">;
  driver: () => RoundDriver;
}

export class AskAgain {
  readonly #options: AskAgainOptions;
  /** Clients that will be asked. */
  readonly #waiting = new Set<number>();

  constructor(options: AskAgainOptions) {
    this.#options = options;
  }

  /** Where the work of an update finds no space, its volunteer gets its task again in a while. */
  async onceThereIsSpace<T>(member: Member, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SpikefedError && isFull(error)) this.#later(member, error);
      throw error;
    }
  }

  /** Who comes back to its work is told of it once more: so it is asked as if it did. */
  #later(member: Member, error: SpikefedError): void {
    const { client, samples } = member;
    const { clock, fullDisk } = this.#options.ports;
    fullDisk.tell(error);
    if (this.#waiting.has(client)) return;
    this.#waiting.add(client);
    clock.after(ASK_AGAIN_MS, () => {
      this.#waiting.delete(client);
      if (!isAvailable({ ...member, leaving: false })) return; // it is asked when it is back
      this.#options.driver().dispatch({ type: "join", client, samples });
    });
  }
}

// Variants of one kind that meet again: each runs once a turn, so that what disturbs one disturbs the
// others.

import type { Dispatch } from "../device/gpu.ts";
import type { KernelCall, Trial } from "./trial.ts";

/** With fewer turns, since time was over, the first timings stay. */
const FEWEST_TURNS = 5;

export class Meeting {
  readonly #trial: Trial;
  readonly #kernels: readonly (readonly KernelCall[])[];
  readonly #now: () => number;
  #bound: Dispatch[][] | null = null;
  /** Milliseconds of each variant, by turn. */
  readonly #turns: number[][] = [];
  #hasFailed = false;

  constructor(trial: Trial, kernels: readonly (readonly KernelCall[])[], now: () => number) {
    this.#trial = trial;
    this.#kernels = kernels;
    this.#now = now;
  }

  /** One run of each: their milliseconds; none of a meeting that has failed. */
  async turn(): Promise<readonly number[]> {
    if (this.#hasFailed) return [];
    try {
      // Behind the guard: a run that the device complained of may have done nothing, quickly.
      const took = await this.#trial.guarded(() => this.#runEach());
      this.#turns.push(took);
      return took;
    } catch {
      // What goes wrong here says nothing that the first timings, which stay, did not say.
      this.#hasFailed = true;
      return [];
    }
  }

  /** Another one begins each turn: who comes first finds a device that did something else before. */
  async #runEach(): Promise<number[]> {
    this.#bound ??= await Promise.all(this.#kernels.map((calls) => this.#trial.bind(calls)));
    const took: number[] = [];
    const count = this.#bound.length;
    for (let i = 0; i < count; i++) {
      const at = (this.#turns.length + i) % count;
      const start = this.#now();
      await this.#trial.run(this.#bound[at]!, 1);
      took[at] = this.#now() - start;
    }
    return took;
  }

  /** Milliseconds of each one's quickest run; null when they met too seldom, or one failed. */
  quickest(): number[] | null {
    if (this.#hasFailed || this.#turns.length < FEWEST_TURNS) return null;
    return this.#kernels.map((_, i) => Math.min(...this.#turns.map((turn) => turn[i]!)));
  }
}

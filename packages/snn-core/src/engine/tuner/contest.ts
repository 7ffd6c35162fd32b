// The variants of each kind of kernel against each other: a candidate enters once it has shown a
// right result. The fastest wins, or one that came before it and is hardly slower.

import type { Dispatch } from "../device/gpu.ts";
import { firstOf, plainTuning, type Tuning, withoutFloats } from "../plan/tuning.ts";
import { type Candidate, candidateName } from "./candidates.ts";
import { problemOf } from "./judge.ts";
import { Meeting } from "./meeting.ts";
import type { KernelCall, Trial } from "./trial.ts";
import type { TriedVariant, TuningReport } from "./tuning-report.ts";
import { far, fastest, near, winner } from "./winner.ts";

/** Milliseconds that a timing should fill, and how many are taken: the fastest counts. */
const FILL_MS = 6;
const TIMINGS = 3;
/** One that is so much slower than the best is not timed again. */
const HOPELESS = 1.3;
/** Those of short kernels that are near the best meet again, so many times. */
const TURNS = 20;
/** Those that are far from it run so often once more before, in case that something disturbed their timing. */
const CHANCES = 3;
/** Of the time that is left, what that may take. */
const CHANCES_SHARE = 0.5;

interface Entrant {
  tried: TriedVariant;
  ms: number;
  calls: readonly KernelCall[];
  variant: Candidate["variant"];
  /** The first of its kind, which the others are held against. */
  isPlain: boolean;
}

export class Contest {
  readonly #trialOf: (kernel: keyof Tuning) => Trial;
  readonly #now: () => number;
  readonly #tried: TriedVariant[] = [];
  readonly #entrants = new Map<keyof Tuning, Entrant[]>();
  readonly #passed = new Map<keyof Tuning, Float32Array>();

  constructor(trialOf: (kernel: keyof Tuning) => Trial, now: () => number) {
    this.#trialOf = trialOf;
    this.#now = now;
  }

  /** Checks and times a candidate; what goes wrong with it is written down, not thrown. */
  async consider(candidate: Candidate, prepared: Promise<KernelCall[]>): Promise<void> {
    const { kernel, variant } = candidate;
    const tried: TriedVariant = {
      ...{ kernel, variant: candidateName(candidate) },
      ...{ ms: null, problem: null, isChosen: false },
    };
    const isPlain = this.#tried.every((one) => one.kernel !== kernel);
    this.#tried.push(tried);
    try {
      const calls = await prepared;
      const outcome = await this.#trialOf(kernel).guarded(() => this.#try(kernel, calls));
      // Behind the guard: what the device complained of must not win.
      Object.assign(tried, outcome);
      const { ms } = outcome;
      if (ms !== null) this.#entrantsOf(kernel).push({ tried, ms, calls, variant, isPlain });
    } catch (error) {
      tried.problem = error instanceof Error ? error.message : String(error);
    }
  }

  async #try(
    kernel: keyof Tuning,
    calls: readonly KernelCall[],
  ): Promise<Pick<TriedVariant, "ms" | "problem">> {
    const trial = this.#trialOf(kernel);
    const dispatches = await trial.bind(calls);
    const problem = await this.#check(kernel, dispatches);
    if (problem !== null) return { ms: null, problem };
    const best = fastest(this.#entrantsOf(kernel));
    return { ms: await this.#time(trial, dispatches, best), problem };
  }

  #entrantsOf(kernel: keyof Tuning): Entrant[] {
    const entrants = this.#entrants.get(kernel) ?? [];
    this.#entrants.set(kernel, entrants);
    return entrants;
  }

  async #check(kernel: keyof Tuning, dispatches: readonly Dispatch[]): Promise<string | null> {
    const trial = this.#trialOf(kernel);
    const got = await trial.resultOf(kernel, dispatches);
    const passed = this.#passed.get(kernel) ?? null;
    const problem = problemOf(got, trial.samples(kernel), passed);
    if (problem === null && passed === null) this.#passed.set(kernel, got);
    return problem;
  }

  /** Milliseconds of one run. */
  async #time(trial: Trial, dispatches: readonly Dispatch[], best: number): Promise<number> {
    const one = async (times: number) => {
      const start = this.#now();
      await trial.run(dispatches, times);
      return (this.#now() - start) / times;
    };
    // Two single runs tell how many fill a timing: each is partly waiting, and one may be disturbed.
    const first = Math.min(await one(1), await one(1));
    const times = Math.max(1, Math.min(40, Math.ceil(FILL_MS / Math.max(first, 0.05))));
    let ms = times === 1 ? first : await one(times);
    for (let i = 1; i < TIMINGS && ms < HOPELESS * best; i++) ms = Math.min(ms, await one(times));
    return ms;
  }

  /**
   * Of short kernels, once more: first those far from the best, one by one, then the near ones, a turn of
   * each kind after the other, so that none is left without.
   *
   * @param untilMs of the clock; kinds that met too seldom by then keep their timings of before
   */
  async runOff(untilMs: number): Promise<void> {
    const now = this.#now();
    await this.#giveChances(now + CHANCES_SHARE * (untilMs - now));
    const meetings = [...this.#entrants].map(([kernel, entrants]) => {
      const met = near(entrants);
      const kernels = met.map(({ calls }) => calls);
      return { kernel, met, meeting: new Meeting(this.#trialOf(kernel), kernels, this.#now) };
    });
    const several = meetings.filter(({ met }) => met.length > 1);
    for (const { meeting } of Array<typeof several>(TURNS).fill(several).flat()) {
      if (this.#now() >= untilMs) break;
      await meeting.turn();
    }
    for (const { kernel, met, meeting } of several) this.#settle(kernel, met, meeting.quickest());
  }

  /** One after the other and again, the quickest first, so that no moment decides on all runs of one. */
  async #giveChances(untilMs: number): Promise<void> {
    for (let i = 0; i < CHANCES; i++) {
      const again = [...this.#entrants].flatMap(([kernel, entrants]) =>
        far(entrants).map((entrant) => ({ entrant, trial: this.#trialOf(kernel) })),
      );
      for (const { entrant, trial } of again.sort((a, b) => a.entrant.ms - b.entrant.ms)) {
        if (this.#now() >= untilMs) return;
        await this.#giveChance(entrant, trial);
      }
    }
  }

  async #giveChance(entrant: Entrant, trial: Trial): Promise<void> {
    const [ms] = await new Meeting(trial, [entrant.calls], this.#now).turn();
    entrant.ms = Math.min(entrant.ms, ms ?? Infinity);
    entrant.tried.ms = entrant.ms;
  }

  /**
   * The first timings do not count any more: they may be of a moment in which all was quicker. Nor does
   * one that did not meet the others, whose only timing is such a one.
   */
  #settle(kernel: keyof Tuning, met: Entrant[], quickest: readonly number[] | null): void {
    if (quickest === null) return;
    for (const [i, entrant] of met.entries()) {
      entrant.ms = quickest[i]!;
      entrant.tried.ms = entrant.ms;
    }
    this.#entrants.set(kernel, met);
  }

  /**
   * A kind of which none could be timed keeps its plain variant. Where time ran out before a first layer
   * had a choice, that takes the one of the other layers, which was right on theirs.
   */
  outcome(): Pick<TuningReport, "tuning" | "tried"> {
    const tuning: Record<string, unknown> = { ...plainTuning };
    const hasChoice = (kernel: string) =>
      this.#tried.filter((one) => one.kernel === kernel).length > 1;
    const ofFirst = Object.keys({ ...firstOf(plainTuning), ...withoutFloats });
    const withoutChoice = ofFirst.filter((kernel) => !hasChoice(kernel));
    for (const [kernel, entrants] of this.#entrants) {
      const won = withoutChoice.includes(kernel) ? null : winner(entrants);
      if (won === null) continue;
      tuning[kernel] = won.variant;
      won.tried.isChosen = true;
    }
    const chosen = tuning as unknown as Tuning;
    const usual = { ...firstOf(chosen), ...withoutFloats };
    const taken = Object.entries(usual).filter(([kernel]) => withoutChoice.includes(kernel));
    return { tuning: { ...chosen, ...Object.fromEntries(taken) }, tried: this.#tried };
  }
}

// Which kernel variants are fastest on an adapter: each candidate is checked, then timed, and only a
// right one can be chosen. What runs out of time is not tried. The caller keeps the report.

import { EngineGpu } from "../device/gpu.ts";
import { type Candidate, candidateName, candidates } from "./candidates.ts";
import { Contest } from "./contest.ts";
import { lanesOf } from "./lanes.ts";
import { type KernelCall, makeKernels, type MakeKernels, Trial, trialName } from "./trial.ts";
import { fewSteps, firstLayer, firstSizes, floatsLayer, manySteps } from "./trial-case.ts";
import { TUNING_VERSION, type TuningReport } from "./tuning-report.ts";

/** What is tuned, and for how long. */
export interface TuneOptions {
  device: GPUDevice;
  /** Adapter in words: a report is of use on this one only. */
  adapter: string;
  /** A clock in milliseconds. */
  now: () => number;
  /** No candidates are begun after so many milliseconds; default 2,200. */
  budgetMs?: number;
  onProgress?: (text: string) => void;
  /** What is tried, in this order; default: all that the device can run. */
  list?: readonly Candidate[];
  /** Default: the engine's own kernels. */
  make?: MakeKernels;
}

type Prepared = Promise<KernelCall[]>;

const BUDGET_MS = 2200;
/** Milliseconds to try every variant in, on a slow processor too: for benchmarks and checks, which nobody joins. */
export const PATIENT_TUNING_MS = 600_000;
/** Candidates compiled at the same time: one of each important kind, with many steps or with few. */
const WAVE = 3;
/** Waves that a graphics chip compiles ahead: its drivers take a fifth of a second for a kernel, on cores of their own. */
const AHEAD = 3;
/** Waves that no lack of time leaves out: the plain variants with many steps, and with few. */
const PLAIN_WAVES = 2;
/**
 * The trial's layer of many steps: the first that keeps the adapter busy for so long. The smallest is for software
 * that hardly computes; the largest writes more than the caches of large chips hold, as training does.
 */
const SIZES = [
  { side: 8, batch: 1, leastMs: 20 },
  { side: 16, batch: 1, leastMs: 3 },
  { side: 16, batch: 8, leastMs: 1 },
  { side: 32, batch: 16, leastMs: 0 },
] as const;
/** That of the first layer: as large as pictures are, since it does a twentieth of the others' work. */
const FIRST = { side: firstSizes.width, batch: 1, largeBatch: 8 } as const;
/** Of floats there is one step in place of twenty, and a quarter of the channels. */
const FLOATS = { side: firstSizes.width, batch: 8, largeBatch: 32 } as const;
/** A layer that takes so small a part of what its size should is followed by the size after the next. */
const FAR_BELOW = 20;
/** That of few steps: one picture, or for a chip that is worth it the batch that `s5` trains with. */
const FEW = { side: 16, batch: 1, largeBatch: 32 } as const;

/**
 * Tries the variants of every kind of kernel, the plain ones first. A kind of which none could be
 * timed keeps its plain variant; `problem` says why.
 */
export async function tuneEngine(options: TuneOptions): Promise<TuningReport> {
  const { device, adapter, now, budgetMs = BUDGET_MS, make = makeKernels } = options;
  const start = now();
  const gpu = new EngineGpu(device);
  try {
    const list = options.list ?? candidates(lanesOf(device));
    const trialOf = await trialsFor(gpu, now, make);
    const contest = new Contest(trialOf, now);
    const waves = wavesOf(list, (one) => trialOf(one.kernel).prepare(one, make));
    let longest = 0;
    for (const [i, wave] of waves.entries()) {
      const begun = now();
      // A compiler cannot be stopped: what would take too long by the last wave is not begun.
      if (i >= PLAIN_WAVES && begun - start + longest > budgetMs) break;
      options.onProgress?.(`${i * WAVE + 1} of ${list.length}: ${candidateName(wave.list[0]!)}`);
      const prepared = wave.compile();
      // A graphics chip leaves the processor free to compile what comes next.
      if (trialOf("packedConv").isLarge) compileAhead(waves, i);
      await Promise.allSettled(prepared);
      for (const [j, candidate] of wave.list.entries()) {
        if (i >= PLAIN_WAVES && now() - start > budgetMs) break;
        await contest.consider(candidate, prepared[j]!);
      }
      longest = Math.max(longest / 2, now() - begun);
    }
    await contest.runOff(start + budgetMs);
    await Promise.all(waves.map(({ settled }) => settled()));
    return { version: TUNING_VERSION, adapter, ...contest.outcome(), ms: now() - start };
  } finally {
    gpu.dispose();
  }
}

/** Candidates by the handful; each compiled once, when asked for. */
function wavesOf(list: readonly Candidate[], prepare: (candidate: Candidate) => Prepared) {
  return Array.from({ length: Math.ceil(list.length / WAVE) }, (_, i) => {
    const wave = list.slice(i * WAVE, (i + 1) * WAVE);
    let prepared: Prepared[] | null = null;
    const compile = () => {
      prepared ??= wave.map(prepare);
      // One that nobody comes to wait for, since the time is over, must not end the process.
      void Promise.allSettled(prepared);
      return prepared;
    };
    /** When nothing of it compiles: a process that ends before then may end in the driver. */
    const settled = () => Promise.allSettled(prepared ?? []);
    return { list: wave, compile, settled };
  });
}

function compileAhead(waves: ReturnType<typeof wavesOf>, now: number): void {
  for (const wave of waves.slice(now + 1, now + 1 + AHEAD)) void wave.compile();
}

/** The trial of each kind of kernel. */
async function trialsFor(gpu: EngineGpu, now: () => number, make: MakeKernels) {
  const many = await manyTrial(gpu, now, make);
  const few = new Trial(gpu, fewSteps, {
    side: FEW.side,
    batch: many.isLarge ? FEW.largeBatch : FEW.batch,
  });
  // Those of first layers are made when their turn comes: often there is no time for them.
  let first: Trial | null = null;
  let floats: Trial | null = null;
  const sizeOf = ({ side, batch, largeBatch }: typeof FIRST | typeof FLOATS) => ({
    side,
    batch: many.isLarge ? largeBatch : batch,
  });
  return (kernel: Candidate["kernel"]): Trial => {
    switch (trialName(kernel)) {
      case "many":
        return many;
      case "few":
        return few;
      case "first":
        return (first ??= new Trial(gpu, firstLayer, sizeOf(FIRST)));
      case "floats":
        return (floats ??= new Trial(gpu, floatsLayer, sizeOf(FLOATS)));
    }
  };
}

/** A trial with many steps, large enough for the adapter at hand. */
async function manyTrial(gpu: EngineGpu, now: () => number, make: MakeKernels): Promise<Trial> {
  const [plain] = candidates(0);
  const sizes = [...SIZES];
  for (let size = sizes.shift(); size !== undefined; size = sizes.shift()) {
    const trial = new Trial(gpu, manySteps, size);
    if (sizes.length === 0) return trial;
    try {
      const calls = await trial.prepare(plain!, make);
      const ms = await trial.guarded(() => timePlain(trial, calls, now));
      if (ms > size.leastMs) return trial;
      if (ms < size.leastMs / FAR_BELOW) sizes.shift(); // each size costs a compilation
    } catch {
      return trial; // the contest meets the same error and reports it
    }
    trial.dispose();
  }
  throw new Error("there is no size of trial");
}

/** Milliseconds of a run: of one where it is long, else of several behind one another. */
async function timePlain(
  trial: Trial,
  calls: readonly KernelCall[],
  now: () => number,
): Promise<number> {
  const dispatches = await trial.bind(calls);
  await trial.run(dispatches, 1);
  const one = async (times: number) => {
    const start = now();
    await trial.run(dispatches, times);
    return (now() - start) / times;
  };
  const single = await one(1);
  return single > 30 ? single : one(8);
}

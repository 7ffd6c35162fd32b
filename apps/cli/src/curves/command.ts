// `npm run curves -- [--steps N] [--tuned] [--data FILE] [--csv FILE]`: the engine's loss curves beside the
// reference's, over seeds, on real pictures.

import { access } from "node:fs/promises";

import type { BackendName, ExecutorName } from "@spikefed/snn-core";
import type { Command } from "commander";

import { type Adapter, listAdapters } from "../adapters/adapters.ts";
import { type Curve, type Judgement, judgeCurves, WINDOW } from "./bands.ts";
import { type Curves, loadCurves, saveCurves } from "./curve-file.ts";
import { keptRecords } from "./records.ts";
import { type Job, trainCurves, trainHere, WORKER_COMMAND } from "./train-curves.ts";

const ENGINE = "engine/webgpu";
const TUNED = "engine/webgpu/tuned";

interface Options {
  preset: string;
  steps: string;
  batch: string;
  seeds: string;
  oracle: string;
  data?: string;
  csv?: string;
  tuned?: boolean;
  adapter?: string;
}

export function addCurves(program: Command): void {
  program
    .command("curves")
    .description("train on the engine and on the reference from several seeds, compare the losses")
    .option("--preset <name>", "the model", "s5")
    .option("--steps <n>", "training steps", "300")
    .option("--batch <n>", "pictures a step", "32")
    .option("--seeds <list>", "one curve each on both sides, at least two", "1,2,3")
    .option("--oracle <name>", "what the engine is judged by", "reference/wasm")
    .option("--tuned", "the engine with the kernels that the tuner chooses, too")
    .option("--data <file>", "CIFAR-10 as binary records; default: what the coordinator keeps")
    .option("--csv <file>", "keep every loss in a file; curves that it holds are not trained again")
    .option("--adapter <name>", "lavapipe, swiftshader or system; default: the first there is")
    .action(curves);
  program
    .command(WORKER_COMMAND, { hidden: true })
    .argument("<job>")
    .action(async (job: string) => {
      await trainHere(JSON.parse(job) as Job);
      process.exit(0); // Dawn keeps the process alive
    });
}

/** Exit code 0: alike; 1: not; 2: nothing could be compared. */
async function curves(options: Options): Promise<void> {
  const adapter = listAdapters(process.env).find(
    ({ name }) => options.adapter === undefined || name === options.adapter,
  );
  const data = options.data ?? keptRecords(process.env, process.platform);
  const seeds = options.seeds.split(",").map(Number);
  const [steps, batch] = [Number(options.steps), Number(options.batch)];
  if (!adapter) return refuse("Nothing ran: there is no WebGPU adapter here.");
  if (seeds.length < 2 || !(steps >= WINDOW))
    return refuse(`Give two seeds or more, and at least ${WINDOW} steps.`);
  if (
    !(await access(data).then(
      () => true,
      () => false,
    ))
  )
    return refuse(`There are no pictures at ${data}: start the coordinator once, or use --data.`);
  try {
    const job = { preset: options.preset, steps, batch, data };
    const known =
      options.csv === undefined ? new Map<string, Curve[]>() : await loadCurves(options.csv);
    const save = () =>
      options.csv === undefined ? Promise.resolve() : saveCurves(options.csv, known);
    const engines = options.tuned ? [ENGINE, TUNED] : [ENGINE];
    for (const name of [...engines, options.oracle])
      await complete(known, name, { job, seeds, adapter, save });
    const wanted = (name: string) =>
      seeds.map((seed) => cutCurve(known, keyOf(job, name), seed, steps));
    for (const name of engines)
      report(name, judgeCurves(wanted(name), wanted(options.oracle)), options.oracle);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 2;
}

interface Run {
  job: Omit<Job, "executor" | "backend" | "isTuned" | "seeds">;
  seeds: readonly number[];
  adapter: Adapter;
  save: () => Promise<void>;
}

/** Trains the curves that `known` does not hold; those of `seeds` stay, in their order. */
async function complete(
  known: Curves,
  name: string,
  { job, seeds, adapter, save }: Run,
): Promise<void> {
  const [executor, backend, tuned] = name.split("/") as [ExecutorName, BackendName, string?];
  const isTuned = tuned !== undefined;
  const key = keyOf(job, name);
  const own = (known.get(key) ?? []).filter(({ losses }) => losses.length >= job.steps);
  const missing = seeds.filter((seed) => own.every((curve) => curve.seed !== seed));
  const tell = ({ seed, step, loss }: { seed: number; step: number; loss: number }) => {
    if (step % WINDOW > 0) return;
    process.stderr.write(`${name}, seed ${seed}, step ${step}: loss ${loss.toFixed(3)}\n`);
  };
  let saved = Promise.resolve();
  const keep = (curve: Curve) => {
    own.push(curve);
    known.set(key, own);
    saved = saved.then(save);
    saved.catch(() => undefined); // awaited below, where it is told
  };
  if (missing.length > 0)
    await trainCurves({ ...job, executor, backend, isTuned, seeds: missing }, adapter, keep, tell);
  await saved;
}

/** What was trained, as the file names it. */
const keyOf = ({ preset, batch }: Run["job"], name: string): string =>
  [preset, batch, name].join(",");

/** The first `steps` losses of a curve that was trained. */
function cutCurve(known: Curves, key: string, seed: number, steps: number): Curve {
  const { losses } = known.get(key)!.find((curve) => curve.seed === seed)!;
  return { seed, losses: losses.slice(0, steps) };
}

function report(engine: string, judgement: Judgement, oracle: string): void {
  process.stdout.write(`${linesOf(engine, judgement, oracle).join("\n")}\n`);
  if (judgement.failures.length > 0) process.exitCode = 1;
}

function linesOf(
  engine: string,
  { spread, marks, first, end, failures }: Judgement,
  oracle: string,
): string[] {
  const fixed = (value: number) => value.toFixed(3);
  return [
    `mean loss over the seeds, ${WINDOW} steps a mark; one mark's spread over seeds ${fixed(spread)}`,
    ...marks.map(({ step, ours, theirs, holds }) => {
      const verdict = holds ? "" : "  OUT OF THE BAND";
      return `to step ${String(step).padStart(4)}: ${engine} ${fixed(ours)}, ${oracle} ${fixed(theirs)}${verdict}`;
    }),
    `first step of one seed: the losses differ by at most ${first.toExponential(1)}`,
    `last marks: ${engine} ${fixed(end.ours)}, ${oracle} ${fixed(end.theirs)}, they may differ by ${fixed(end.allowed)}`,
    failures.length === 0
      ? "The curves lie in each other's band."
      : `NOT ALIKE: ${failures.join("; ")}`,
  ];
}

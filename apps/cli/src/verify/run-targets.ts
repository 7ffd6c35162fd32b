// Runs golden cases on all chosen targets, each in a process of its own, two at a time. A process that
// dies (a driver can) is a failed line, not the end of the others.

import { readFile } from "node:fs/promises";

import { type GoldenCase, readGoldenCase } from "@spikefed/volunteer";

import { type CaseResult, checkCase } from "./check-case.ts";
import type { Target } from "./targets.ts";
import { type Adapter, runSelf } from "../adapters/adapters.ts";
import { tunedKernels } from "../adapters/tuned.ts";
import { runAndTell } from "../queue/run-queue.ts";

/** Hidden command that runs targets in a child process. */
export const WORKER_COMMAND = "verify-here";

interface Job {
  adapter: Adapter;
  target: Target;
}

/** Arithmetic of the processor's targets and compilers of software adapters are of one core each. */
const AT_ONCE = 2;

/** @param onResult hears all results of a target when it is over, targets in their order */
export async function runTargets(
  files: readonly string[],
  cases: readonly GoldenCase[],
  targets: readonly Target[],
  adapters: readonly Adapter[],
  onResult: (result: CaseResult) => void,
): Promise<void> {
  await runAndTell(
    jobsOf(targets, adapters),
    AT_ONCE,
    (job) => runInChild(files, cases, job),
    (results) => results.forEach(onResult),
  );
}

function jobsOf(targets: readonly Target[], adapters: readonly Adapter[]): Job[] {
  const jobsOn = (adapter: Adapter, isGpu: boolean): Job[] =>
    targets
      .filter(({ backend }) => (backend === "webgpu") === isGpu)
      .map((target) => ({ adapter, target }));
  const processor = { name: "processor", env: {} };
  return [...jobsOn(processor, false), ...adapters.flatMap((adapter) => jobsOn(adapter, true))];
}

async function runInChild(
  files: readonly string[],
  cases: readonly GoldenCase[],
  { adapter, target: { executor, backend, isTuned } }: Job,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const flags = isTuned ? ["--tuned"] : [];
  const args = [WORKER_COMMAND, ...flags, executor, backend, adapter.name, ...files];
  const { signal, code, stderr } = await runSelf(args, adapter.env, (line) => {
    if (line.startsWith("{")) results.push(JSON.parse(line) as CaseResult);
  });
  const reason =
    stderr
      .split("\n")
      .find((text) => /Error|error:/.test(text))
      ?.trim() ?? "";
  const failed = `did not run: ${signal ?? `exit ${code}`} ${reason}`.trim();
  const missing = cases.slice(results.length).map(({ name }): CaseResult => ({
    ...{ case: name, executor, backend, adapter: adapter.name },
    ...{ tuned: isTuned ? "not known" : null, ok: false, failed },
    ...{ worst: { tensor: "none", error: null }, tensors: 0 },
  }));
  return [...results, ...missing];
}

/** The child's side: one target, one JSON line a case. */
export async function runHere(
  { executor, backend, isTuned }: Target,
  adapter: string,
  files: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  const kernels = isTuned ? await tunedKernels() : undefined;
  for (const file of files) {
    const golden = readGoldenCase(file, await readFile(file));
    const result = await checkCase(golden, { executor, backend, adapter, kernels });
    print(JSON.stringify(result));
  }
}

// Runs golden cases on all chosen targets: processor targets in one process, each adapter in its
// own. A process that dies (a driver can) is a failed line, not the end of the others.

import { readFile } from "node:fs/promises";

import { type GoldenCase, readGoldenCase } from "@spikefed/volunteer";

import { type CaseResult, checkCase } from "./check-case.ts";
import type { Target } from "./targets.ts";
import { type Adapter, runSelf } from "../adapters/adapters.ts";
import { tunedKernels } from "../adapters/tuned.ts";

/** Hidden command that runs targets in a child process. */
export const WORKER_COMMAND = "verify-here";

interface Job {
  adapter: Adapter;
  targets: Target[];
}

export async function runTargets(
  files: readonly string[],
  cases: readonly GoldenCase[],
  targets: readonly Target[],
  adapters: readonly Adapter[],
  onResult: (result: CaseResult) => void,
): Promise<void> {
  const gpu = targets.filter(({ backend }) => backend === "webgpu");
  const processor = targets.filter(({ backend }) => backend !== "webgpu");
  const jobs: Job[] = adapters.map((adapter) => ({ adapter, targets: gpu }));
  jobs.unshift({ adapter: { name: "processor", env: {} }, targets: processor });
  for (const { adapter, targets: own } of jobs) {
    for (const target of own) await runInChild(files, cases, adapter, target, onResult);
  }
}

async function runInChild(
  files: readonly string[],
  cases: readonly GoldenCase[],
  adapter: Adapter,
  { executor, backend, isTuned }: Target,
  onResult: (result: CaseResult) => void,
): Promise<void> {
  let done = 0;
  const flags = isTuned ? ["--tuned"] : [];
  const args = [WORKER_COMMAND, ...flags, executor, backend, adapter.name, ...files];
  const { signal, code, stderr } = await runSelf(args, adapter.env, (line) => {
    if (!line.startsWith("{")) return;
    done += 1;
    onResult(JSON.parse(line) as CaseResult);
  });
  const reason =
    stderr
      .split("\n")
      .find((text) => /Error|error:/.test(text))
      ?.trim() ?? "";
  for (const { name } of cases.slice(done)) {
    const failed = `did not run: ${signal ?? `exit ${code}`} ${reason}`.trim();
    const worst = { tensor: "none", error: null };
    onResult({
      case: name,
      executor,
      backend,
      adapter: adapter.name,
      tuned: isTuned ? "not known" : null,
      ok: false,
      failed,
      worst,
      tensors: 0,
    });
  }
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

// A federation that truly trains, with the executor of tabs without a graphics chip, in a folder.

import type { Dataset } from "@spikefed/datasets";
import type { RunLog } from "@spikefed/run-store";
import { annTwin, type Executor, type ModelSpec, twinEpochs } from "@spikefed/snn-core";

import { type PreparedMachine, prepareMachine } from "../../volunteer/device.ts";
import { Federation } from "../federation.ts";
import type { Manifest } from "../manifest.ts";
import { openLog } from "../open-log.ts";
import { claim, outFolder } from "../out-folder.ts";
import { checkExperiment, type RunPlan, runPlan } from "../run-plan.ts";
import { manifestOf } from "./tiny-federation.ts";

/** Executors by model: one for all federations of the same. */
export class Trainers {
  readonly #machine: Promise<PreparedMachine>;
  readonly #made = new Map<string, Executor>();

  constructor() {
    this.#machine = prepareMachine({ executor: "kernels/wasm", tuning: "plain" });
  }

  async of(spec: ModelSpec): Promise<Executor> {
    const key = JSON.stringify(spec);
    const executor = this.#made.get(key) ?? (await (await this.#machine).prepared.trainer(spec));
    this.#made.set(key, executor);
    return executor;
  }
}

export interface Trained {
  plan: RunPlan;
  log: RunLog;
  manifest: Manifest;
}

/** Runs to its end; the log is closed. */
export async function train(
  experiment: Manifest["experiment"],
  dataset: Dataset,
  { root, trainers }: { root: string; trainers: Trainers },
): Promise<Trained> {
  const checked = checkExperiment(experiment, dataset);
  const folder = outFolder(root);
  const manifest = manifestOf(experiment);
  await claim(folder, manifest, false);
  const isTaught = twinEpochs(checked.settings) > 0;
  const twin = isTaught ? await trainers.of(annTwin(checked.spec)) : null;
  const plan = runPlan(checked, folder, await trainers.of(checked.spec), twin);
  const about = { plan, dataset, device: "cpu", runId: "first-rounds" } as const;
  const { log, records } = await openLog({ ...about, now: () => 1 });
  const { signal } = new AbortController();
  const nothing = () => undefined;
  const onFigures = () => Promise.resolve();
  const files = { log, records, keepUpdates: false };
  await new Federation({ plan, ...files, now: () => 1, tell: nothing, onFigures, signal }).run();
  await log.close();
  await records.close();
  return { plan, log, manifest };
}

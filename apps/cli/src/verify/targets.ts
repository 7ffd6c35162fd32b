// What a case can run on: executors x backends, those on webgpu once per adapter.

import { SpikefedError } from "@spikefed/protocol";
import type { BackendName, ExecutorName } from "@spikefed/snn-core";

export interface Target {
  executor: ExecutorName;
  backend: BackendName;
  /** With the kernel variants that the tuner chooses, not the plain ones. */
  isTuned?: true;
}

const all: readonly Target[] = [
  ...(["reference", "kernels"] as const).flatMap((executor) =>
    (["cpu", "wasm", "webgpu"] as const).map((backend) => ({ executor, backend })),
  ),
  { executor: "engine", backend: "webgpu" },
];

const tuned: Target = { executor: "engine", backend: "webgpu", isTuned: true };

/**
 * @param withTuned The engine with tuned kernels, too.
 * @throws {SpikefedError} `verify/target` when a name fits nothing, or nothing that can be tuned.
 */
export function chooseTargets(
  executor: string | undefined,
  backend: string | undefined,
  withTuned = false,
): Target[] {
  const list = withTuned ? [...all, tuned] : all;
  const chosen = list.filter(
    (target) =>
      (executor === undefined || target.executor === executor) &&
      (backend === undefined || target.backend === backend),
  );
  if (chosen.length > 0 && (!withTuned || chosen.includes(tuned))) return chosen;
  const names = all.map((target) => `${target.executor}/${target.backend}`).join(", ");
  throw new SpikefedError("verify/target", {
    wanted: `${executor ?? "any"}/${backend ?? "any"}${withTuned ? ", tuned" : ""}`,
    names: withTuned ? "engine/webgpu, tuned" : names,
  });
}

// What a case can run on: executors x backends, those on webgpu once per adapter.

import { SpikefedError } from "@spikefed/protocol";
import type { BackendName, ExecutorName } from "@spikefed/snn-core";

export interface Target {
  executor: ExecutorName;
  backend: BackendName;
}

const all: readonly Target[] = [
  ...(["reference", "kernels"] as const).flatMap((executor) =>
    (["cpu", "wasm", "webgpu"] as const).map((backend) => ({ executor, backend })),
  ),
  { executor: "engine", backend: "webgpu" },
];

/** @throws {SpikefedError} `verify/target` when a name fits nothing. */
export function chooseTargets(executor: string | undefined, backend: string | undefined): Target[] {
  const chosen = all.filter(
    (target) =>
      (executor === undefined || target.executor === executor) &&
      (backend === undefined || target.backend === backend),
  );
  if (chosen.length > 0) return chosen;
  const names = all.map((target) => `${target.executor}/${target.backend}`).join(", ");
  throw new SpikefedError("verify/target", {
    wanted: `${executor ?? "any"}/${backend ?? "any"}`,
    names,
  });
}

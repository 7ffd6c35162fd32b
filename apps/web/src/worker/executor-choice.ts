// Which executor trains, and why: as prepared now, with the reasons of before a reload.

import type { DeviceProbe } from "@spikefed/snn-core";
import type { PreparedDevice } from "@spikefed/volunteer";
import type { RememberedChoice } from "../state/remembered-choice.ts";
import type { ExecutorChoice, PageMessage } from "./messages.ts";

type Wish = Pick<Extract<PageMessage, { type: "start" }>, "executor" | "remembered">;

/** What was chosen before a reload, where nobody asks for another; its adapter may be gone. */
export function rememberedOf(
  { executor, remembered }: Wish,
  { kind }: DeviceProbe,
): RememberedChoice | null {
  if (executor !== null || remembered === null) return null;
  return kind === "cpu" && remembered.executor.endsWith("/webgpu") ? null : remembered;
}

/** What was remembered is asked for now: its reason is the one of then, unless it fails now. */
export function choiceOf(
  prepared: Omit<PreparedDevice, "trainer" | "why">,
  device: DeviceProbe,
  wish: Wish,
): ExecutorChoice {
  const { executor, backend, reason, problem, kernelProblem, tuning, selfTestMs } = prepared;
  const remembered = reason.kind === "asked" ? rememberedOf(wish, device) : null;
  return {
    ...{ executor: `${executor}/${backend}`, device, tuning, selfTestMs },
    reason: remembered?.reason ?? reason,
    problem: problem ?? remembered?.problem ?? null,
    kernelProblem: kernelProblem ?? remembered?.kernelProblem ?? null,
  };
}

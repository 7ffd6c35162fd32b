// Which executor this tab chose, kept for a reload so that nothing is measured twice.

import type { DeviceReason } from "@spikefed/volunteer";
import type { TextStore } from "./identity.ts";

export interface RememberedChoice {
  /** "engine/webgpu" */
  executor: string;
  reason: DeviceReason;
  /** What the self-test found wrong with the graphics device; null: nothing. */
  problem: string | null;
  /** What it found wrong with the chosen kernels, so that plain ones run; null: nothing. */
  kernelProblem: string | null;
}

const KEY = "spikefed/executor";

export function loadChoice(store: TextStore): RememberedChoice | null {
  const lines = (store.getItem(KEY) ?? "").split("\n");
  const [executor = "", because = "", problem = "", kernelProblem = ""] = lines;
  const reason = readReason(because);
  if (executor === "" || reason === null) return null; // none, or of an earlier page
  return { executor, reason, problem: problem || null, kernelProblem: kernelProblem || null };
}

export function saveChoice(store: TextStore, choice: RememberedChoice): void {
  const { executor, reason, problem, kernelProblem } = choice;
  const because = "times" in reason ? `${reason.kind} ${reason.times}` : reason.kind;
  store.setItem(
    KEY,
    [executor, because, problem ?? "", kernelProblem ?? ""].map(oneLine).join("\n"),
  );
}

const measured = ["software-faster", "software-slower"] as const;
const plain = ["asked", "hardware", "no-webgpu", "no-adapter", "software-fails", "failed"] as const;

/** "hardware", "software-faster 3.1". */
function readReason(text: string): DeviceReason | null {
  const [kind, times] = text.split(" ");
  const timed = measured.find((known) => known === kind);
  if (timed !== undefined) return { kind: timed, times: Number(times) };
  const other = plain.find((known) => known === kind);
  return other === undefined ? null : { kind: other };
}

/** A driver's own words may be of several lines. */
const oneLine = (text: string) => text.replace(/\s+/g, " ");

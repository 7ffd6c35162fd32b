// Which executor this tab chose, kept for a reload so that nothing is measured twice.

import type { TextStore } from "./identity.ts";

export interface RememberedChoice {
  /** "engine/webgpu" */
  executor: string;
  /** One sentence part for people. */
  why: string;
  /** What the self-test found wrong with the graphics device; null: nothing. */
  problem: string | null;
}

const KEY = "spikefed/executor";

export function loadChoice(store: TextStore): RememberedChoice | null {
  const [executor = "", why = "", problem = ""] = (store.getItem(KEY) ?? "").split("\n");
  return executor === "" ? null : { executor, why, problem: problem || null };
}

export function saveChoice(store: TextStore, choice: RememberedChoice): void {
  const { executor, why, problem } = choice;
  store.setItem(KEY, [executor, why, problem ?? ""].map(oneLine).join("\n"));
}

/** A driver's own words may be of several lines. */
const oneLine = (text: string) => text.replace(/\s+/g, " ");

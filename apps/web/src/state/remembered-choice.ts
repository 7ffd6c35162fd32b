// Which executor this tab chose, kept for a reload so that nothing is measured twice.

import type { TextStore } from "./identity.ts";

export interface RememberedChoice {
  /** "kernels/webgpu" */
  executor: string;
  /** One sentence part for people. */
  why: string;
}

const KEY = "spikefed/executor";

export function loadChoice(store: TextStore): RememberedChoice | null {
  const [executor = "", why = ""] = (store.getItem(KEY) ?? "").split("\n");
  return executor === "" ? null : { executor, why };
}

export function saveChoice(store: TextStore, { executor, why }: RememberedChoice): void {
  store.setItem(KEY, `${executor}\n${why}`);
}

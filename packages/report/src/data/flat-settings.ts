// Settings by key, so that settings of a later version are shown as well.

import type { RunSettings } from "@spikefed/protocol";

/** Every setting as `optimizer.learningRate`, `0.1`; by key, since the order in a log says nothing. */
export function flatSettings(settings: RunSettings): [key: string, value: string][] {
  return flat("", settings).sort(([a], [b]) => (a < b ? -1 : 1));
}

function flat(prefix: string, value: unknown): [string, string][] {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const join = (key: string) => (prefix === "" ? key : `${prefix}.${key}`);
    return Object.entries(value).flatMap(([key, inner]) => flat(join(key), inner));
  }
  return [[prefix, JSON.stringify(value)]];
}

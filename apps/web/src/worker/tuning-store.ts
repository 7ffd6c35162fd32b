// What the tuner found on this device's adapters, kept for the next visit. The browser's cache, since
// a worker has no local storage; like WebGPU it is there on secure pages only.

import type { TuningStore } from "@spikefed/volunteer";

const CACHE = "spikefed-tuning";

/** Never fetched: only a name in the cache. */
const addressOf = (adapter: string) => `/tuning/${encodeURIComponent(adapter)}`;

/** @param storage The browser's caches. */
export function tuningStore(storage: Pick<CacheStorage, "open">): TuningStore {
  return {
    load: async (adapter) => {
      const cache = await storage.open(CACHE);
      const kept = await cache.match(addressOf(adapter));
      return kept === undefined ? null : ((await kept.json()) as unknown);
    },
    save: async (report) => {
      const cache = await storage.open(CACHE);
      await cache.put(addressOf(report.adapter), Response.json(report));
    },
  };
}

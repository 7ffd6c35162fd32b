// The host key comes in the fragment of the address, so that it is in no request and no server log.
// It is kept for a reload of this tab and taken out of the visible address.

import type { TextStore } from "../../state/identity.ts";

const KEY = "spikefed/host-key";

export function readHostKey(hash: string, store: TextStore): string | null {
  const given = new URLSearchParams(hash.replace(/^#/, "")).get("key");
  if (given !== null && given !== "") {
    store.setItem(KEY, given);
    return given;
  }
  return store.getItem(KEY);
}

// The host key comes in the fragment of the address, so that it is in no request and no server log.
// It is kept for a reload of this tab and taken out of the visible address.

import type { TextStore } from "../../state/identity.ts";

const keyOf = (code: string | null) =>
  code === null ? "spikefed/host-key" : `spikefed/host-key/${code}`;

/** @param code of the room; null: it is not in the address */
export function readHostKey(
  hash: string,
  store: TextStore,
  code: string | null = null,
): string | null {
  const given = new URLSearchParams(hash.replace(/^#/, "")).get("key");
  if (given !== null && given !== "") {
    store.setItem(keyOf(code), given);
    return given;
  }
  return store.getItem(keyOf(code));
}

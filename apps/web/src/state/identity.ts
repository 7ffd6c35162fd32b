// Who this tab is, kept for a reload: per tab, so that two tabs are two volunteers.

/** From the coordinator's answer to hello; with the browser's key it opens the same place again. */
export interface Identity {
  clientId: string;
  token: string;
  name: string;
  /** Left out: the place belongs to no key. */
  bound?: { key: string; coordinator: string };
}

/** The part of `Storage` that is used. */
export type TextStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (code: string) => `spikefed/volunteer/${code}`;

export function loadIdentity(store: TextStore, code: string): Identity | null {
  const text = store.getItem(keyOf(code));
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Identity> | null;
    if (typeof value?.clientId !== "string" || typeof value.token !== "string") return null;
    const { clientId, token, bound } = value;
    const name = String(value.name ?? "");
    return { clientId, token, name, ...(isBond(bound) && { bound }) };
  } catch {
    return null; // Not ours or cut off: join as somebody new.
  }
}

/** An identity of an earlier page has none. */
function isBond(value: unknown): value is NonNullable<Identity["bound"]> {
  const { key, coordinator } = (value ?? {}) as Record<string, unknown>;
  return typeof key === "string" && typeof coordinator === "string";
}

export function saveIdentity(store: TextStore, code: string, identity: Identity): void {
  store.setItem(keyOf(code), JSON.stringify(identity));
}

export function forgetIdentity(store: TextStore, code: string): void {
  store.removeItem(keyOf(code));
}

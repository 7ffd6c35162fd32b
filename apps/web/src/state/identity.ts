// Who this tab is, kept for a reload: per tab, so that two tabs are two volunteers.

/** From the coordinator's answer to hello; proves that a reloaded page is the same volunteer. */
export interface Identity {
  clientId: string;
  token: string;
  name: string;
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
    return { clientId: value.clientId, token: value.token, name: String(value.name ?? "") };
  } catch {
    return null; // Not ours or cut off: join as somebody new.
  }
}

export function saveIdentity(store: TextStore, code: string, identity: Identity): void {
  store.setItem(keyOf(code), JSON.stringify(identity));
}

export function forgetIdentity(store: TextStore, code: string): void {
  store.removeItem(keyOf(code));
}

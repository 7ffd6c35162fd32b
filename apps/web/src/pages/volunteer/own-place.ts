// Whose place this tab has: its own of before a reload, one that another tab gave, or a new one.

import { forgetIdentity, loadIdentity, saveIdentity, type Identity } from "../../state/identity.ts";
import { sessionStore } from "../../state/session-store.ts";
import { holdIdentity } from "../../state/tab-lock.ts";

export interface OwnPlace {
  /** The identity of before the reload; `elsewhere` when another tab holds it. */
  claim: () => Promise<{ resume: Identity | null; elsewhere: Identity | null }>;
  /** The coordinator's identity for this tab; null: it was given up. */
  keep: (identity: Identity | null) => void;
  held: () => Identity | null;
  /** Another tab has it from now on. */
  letGo: () => void;
}

export function ownPlace(code: string): OwnPlace {
  let held: Identity | null = null;
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  const forget = () => {
    held = null;
    forgetIdentity(sessionStore, code);
  };
  return {
    claim: async () => {
      const known = loadIdentity(sessionStore, code);
      if (known === null) return { resume: null, elsewhere: null };
      if (await holdIdentity(known.clientId, navigator.locks, until)) {
        held = known;
        return { resume: known, elsewhere: null };
      }
      forget();
      return { resume: null, elsewhere: known };
    },
    keep: (identity) => {
      if (identity === null) return forget();
      saveIdentity(sessionStore, code, identity);
      const isNew = held?.clientId !== identity.clientId;
      held = identity;
      if (isNew) void holdIdentity(identity.clientId, navigator.locks, until);
    },
    held: () => held,
    letGo: () => {
      forget();
      release();
    },
  };
}

// The key of this browser: made at the first Join, kept, and the same for all its tabs.

import { keySigner, makeKeyPair, type Signer } from "@spikefed/volunteer";

/** What is kept: a pair that only the browser can use, or the seed of one where it has none. */
export type KeptKey = CryptoKeyPair | Uint8Array<ArrayBuffer>;

export interface KeyStore {
  load: () => Promise<KeptKey | null>;
  /** Keeps it unless there is one by now; resolves with the one that is kept. */
  add: (key: KeptKey) => Promise<KeptKey>;
}

/** A storage that has not answered by then is as good as none, milliseconds. */
const STORAGE_MS = 10_000;

export interface KeyWorld {
  /** `crypto.subtle`, which a page without https lacks, whatever its type says. */
  subtle: SubtleCrypto | undefined;
  store: KeyStore;
  /** 32 random bytes. */
  seed: () => Uint8Array<ArrayBuffer>;
  /** Signs in plain JavaScript; loaded where it is needed. */
  plainSigner: (seed: Uint8Array) => Promise<Signer>;
  rest: (ms: number) => Promise<void>;
}

/** Null where no key can be kept: it would be another one after a reload. */
export async function browserKey(world: KeyWorld): Promise<Signer | null> {
  try {
    return await Promise.race([signerOf(world), world.rest(STORAGE_MS).then(() => null)]);
  } catch {
    return null; // a browser without storage: its place is its token's, as for a client without keys
  }
}

async function signerOf({ subtle, store, seed, plainSigner }: KeyWorld): Promise<Signer> {
  const kept = await store.load();
  const key = kept ?? (await store.add((await makeKeyPair(subtle)) ?? seed()));
  if (key instanceof Uint8Array) return plainSigner(key);
  if (subtle === undefined) throw new Error("this page has no WebCrypto");
  return keySigner(subtle, key);
}

// Ed25519 in plain JavaScript, for pages without https and browsers that do not have it themselves.
// A chunk of its own: other pages never load it.

import { getPublicKey, hashes, sign } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import type { Signer } from "@spikefed/volunteer";
import { toHex } from "./sha256.ts";

hashes.sha512 = sha512;

/** @param seed 32 bytes, the private key. */
export function plainSigner(seed: Uint8Array): Signer {
  return {
    key: toHex(getPublicKey(seed)),
    sign: (text) => Promise.resolve(toHex(sign(new TextEncoder().encode(text), seed))),
  };
}

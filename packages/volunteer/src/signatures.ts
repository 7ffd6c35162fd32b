// Ed25519 by WebCrypto, checked and made: in every current browser and in Node, but only where there is https.

import type { Signer } from "./options.ts";

/** Signs with a private key that its holder cannot read. */
export async function keySigner(
  subtle: SubtleCrypto,
  { publicKey, privateKey }: CryptoKeyPair,
): Promise<Signer> {
  const raw = await subtle.exportKey("raw", publicKey);
  return {
    key: hexOf(new Uint8Array(raw)),
    sign: async (text) => {
      const data = new TextEncoder().encode(text);
      return hexOf(new Uint8Array(await subtle.sign("Ed25519", privateKey, data)));
    },
  };
}

/** A pair whose private key cannot be read; null where there is no WebCrypto, or no Ed25519 in it. */
export async function makeKeyPair(subtle: SubtleCrypto | undefined): Promise<CryptoKeyPair | null> {
  const uses: KeyUsage[] = ["sign", "verify"];
  const made = await subtle?.generateKey("Ed25519", false, uses).catch(() => null); // not known here
  return (made ?? null) as CryptoKeyPair | null;
}

/**
 * Whether `signature` is the key's of the text, all in hex; null where that cannot be checked: a
 * page without https has no WebCrypto, an older browser no Ed25519.
 *
 * @param subtle `crypto.subtle`, which a page without https lacks, whatever its type says.
 */
export function signatureCheck(subtle: SubtleCrypto | undefined) {
  return async (key: string, text: string, signature: string): Promise<boolean | null> => {
    if (subtle === undefined) return null;
    let imported: CryptoKey;
    try {
      imported = await subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]);
    } catch {
      return null; // no Ed25519 here
    }
    const data = new TextEncoder().encode(text);
    return subtle.verify("Ed25519", imported, bytesOf(signature), data);
  };
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

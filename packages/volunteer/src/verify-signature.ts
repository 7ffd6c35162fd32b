// Ed25519 by WebCrypto: in every current browser and in Node, but only where there is https.

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

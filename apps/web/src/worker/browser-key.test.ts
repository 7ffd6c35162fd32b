import { createPublicKey, verify } from "node:crypto";

import { expect, test, vi } from "vitest";

import { browserKey, type KeptKey, type KeyStore, type KeyWorld } from "./browser-key.ts";
import { plainSigner } from "./plain-signer.ts";

const { subtle } = globalThis.crypto;

function memoryKeys(): KeyStore & { kept: KeptKey | null } {
  const store = {
    kept: null as KeptKey | null,
    load: () => Promise.resolve(store.kept),
    add: (key: KeptKey) => Promise.resolve((store.kept ??= key)),
  };
  return store;
}

const seed = () => new Uint8Array(32).fill(7);

function world(changes: Partial<KeyWorld> = {}): KeyWorld {
  const plain = (given: Uint8Array) => Promise.resolve(plainSigner(given));
  const rest = () => new Promise<void>(() => undefined);
  return { subtle, store: memoryKeys(), seed, plainSigner: plain, rest, ...changes };
}

/** By node:crypto, as the coordinator does. */
function isSigned(key: string, text: string, signature: string): boolean {
  const x = Buffer.from(key, "hex").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "hex"));
}

test("plain signatures are those of RFC 8032, section 7.1, test 1", async () => {
  const hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  const signer = plainSigner(Uint8Array.from(Buffer.from(hex, "hex")));
  expect(signer.key).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  expect(await signer.sign("")).toBe(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
});

test("where there is https the browser makes the key, and its private half cannot be read", async () => {
  const store = memoryKeys();
  const plain = vi.fn();
  const signer = await browserKey(world({ store, plainSigner: plain }));
  expect(isSigned(signer!.key, "ä text", await signer!.sign("ä text"))).toBe(true);
  const { privateKey } = store.kept as CryptoKeyPair;
  expect(privateKey.extractable).toBe(false);
  await expect(subtle.exportKey("pkcs8", privateKey)).rejects.toThrow();
  expect(plain).not.toHaveBeenCalled();
});

const withoutEd25519 = {
  generateKey: () => Promise.reject(new DOMException("no such algorithm", "NotSupportedError")),
} as unknown as SubtleCrypto;

test.each([
  ["a page by plain http", undefined],
  ["an older browser", withoutEd25519],
])("%s signs in plain JavaScript", async (_, without) => {
  const store = memoryKeys();
  const signer = await browserKey(world({ subtle: without, store }));
  expect(store.kept).toEqual(seed());
  expect(isSigned(signer!.key, "text", await signer!.sign("text"))).toBe(true);
});

test("a reload finds the same key, and two tabs at once have one", async () => {
  for (const given of [subtle, undefined]) {
    const store = memoryKeys();
    let seeds = 0;
    const tab = world({ subtle: given, store, seed: () => new Uint8Array(32).fill(++seeds) });
    const both = await Promise.all([browserKey(tab), browserKey(tab)]);
    const again = await browserKey(tab);
    expect(new Set([...both, again].map((signer) => signer!.key)).size).toBe(1);
  }
});

test("where nothing can be kept there is no key", async () => {
  const forbidden = () => Promise.reject(new DOMException("denied", "SecurityError"));
  const store: KeyStore = { load: forbidden, add: forbidden };
  expect(await browserKey(world({ store }))).toBeNull();
});

test("a storage that never answers keeps nobody from joining", async () => {
  const silent = () => new Promise<never>(() => undefined);
  const rest = vi.fn(() => Promise.resolve());
  expect(await browserKey(world({ store: { load: silent, add: silent }, rest }))).toBeNull();
  expect(rest.mock.calls).toEqual([[10_000]]);
});

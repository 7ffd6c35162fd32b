// The key that signs a run's records: Ed25519, made once for a data folder, readable by its owner
// only. It is never logged and never leaves its file.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";

import { writeDurably } from "./durable-file.ts";

export interface RecordKey {
  /** 32 bytes, hex. */
  publicKey: string;
  /** The same text, the same signature: 64 bytes, hex. */
  sign: (text: string) => string;
}

/**
 * The key of the folder; made there when it is missing. One that cannot be read is not replaced:
 * the chain would go on under another name.
 *
 * @throws {SpikefedError} `audit/key`, `store/write`
 */
export async function openRecordKey(folder: string): Promise<RecordKey> {
  const file = join(folder, "record-key.pem");
  const kept = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new SpikefedError("audit/key", { file, why: error.message });
  });
  if (kept !== null) return keyOf(parsePrivate(kept, file));
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  await writeDurably(file, pem, { mode: 0o600, as: "record-key" });
  return keyOf(privateKey);
}

/** Whether this is the key's signature of the text; all in hex. */
export function verifySignature(publicKey: string, text: string, signature: string): boolean {
  const x = Buffer.from(publicKey, "hex").toString("base64url");
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "hex"));
  } catch {
    return false; // these bytes are no key: nothing is signed by them
  }
}

/** What OpenSSL says of a damaged file may quote it: only that it is none is told. */
function parsePrivate(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // told below, without the reason
  }
  throw new SpikefedError("audit/key", { file, why: "it holds no Ed25519 key" });
}

function keyOf(privateKey: KeyObject): RecordKey {
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  return {
    publicKey: Buffer.from(x, "base64url").toString("hex"),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("hex"),
  };
}

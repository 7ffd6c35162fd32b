// The certificate that the coordinator makes for itself, in the data folder. The key stays the same;
// the certificate is made anew before it ends, and when it does not name what is needed. Its
// fingerprint is another then, and people have to compare it again: so it is kept as long as it will
// do.

import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

import { certificateOf, type Certificate } from "./certificate.ts";
import type { Subjects } from "./machine-names.ts";

const DAY_MS = 86_400_000;

/** Before its end: long enough that a run of weeks does not meet it. */
const RENEW_MS = 30 * DAY_MS;

export interface Wanted extends Subjects {
  /** What the one that is kept has to name; left out: everything. */
  needed?: Subjects;
}

/**
 * @param wanted what a new one names
 * @throws {SpikefedError} `start/certificate` when what is there cannot be read; `store/...`
 */
export async function keptCertificate(
  dataDir: string,
  wanted: Wanted,
  nowMs: number,
): Promise<Certificate> {
  const file = join(dataDir, "tls-cert.pem");
  const key = await keptKey(join(dataDir, "tls-key.pem"));
  const cert = await read(file);
  if (cert !== null && isGood(cert, key, wanted.needed ?? wanted, nowMs))
    return certificateOf({ cert, key });
  const { makeCertificate } = await import("./make-certificate.ts");
  const made = await makeCertificate(wanted, key, nowMs);
  await writeDurably(file, made, { mode: 0o644 });
  return certificateOf({ cert: made, key });
}

async function keptKey(file: string): Promise<string> {
  const kept = await read(file);
  if (kept !== null && isKey(kept)) {
    await chmod(file, 0o600); // a copy may have come with other rights
    return kept;
  }
  const { makeKey } = await import("./make-certificate.ts");
  const made = await makeKey();
  await writeDurably(file, made, { mode: 0o600 });
  return made;
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === "prime256v1";
  } catch {
    return false; // damaged: a new one is made, and with it a new certificate
  }
}

function isGood(pem: string, key: string, needed: Subjects, nowMs: number): boolean {
  try {
    const cert = new X509Certificate(pem);
    if (!cert.checkPrivateKey(createPrivateKey(key))) return false;
    if (Date.parse(cert.validFrom) > nowMs || Date.parse(cert.validTo) - nowMs < RENEW_MS)
      return false;
    const { names, addresses } = needed;
    return (
      names.every((name) => cert.checkHost(name) !== undefined) &&
      addresses.every((address) => cert.checkIP(address) !== undefined)
    );
  } catch {
    return false; // damaged: it is made anew
  }
}

/** Null: there is none. */
async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw new SpikefedError("start/certificate", { file, why: message }, { cause: error });
  }
}

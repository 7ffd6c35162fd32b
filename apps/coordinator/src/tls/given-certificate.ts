// A certificate of one's own, from two PEM files: checked before the server starts with it.

import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

import { SpikefedError } from "@spikefed/protocol";

import { certificateOf, type Certificate } from "./certificate.ts";

export interface CertificateFiles {
  /** Path of a PEM file: the certificate, then those between it and a known authority. */
  cert: string;
  /** Path of a PEM file. */
  key: string;
}

/** @throws {SpikefedError} `start/certificate` with the file and what is wrong with it */
export async function givenCertificate(
  files: CertificateFiles,
  nowMs: number,
): Promise<Certificate> {
  const [cert, key] = [await read(files.cert), await read(files.key)];
  const parsed = parseCertificate(files.cert, cert);
  if (!parsed.checkPrivateKey(parseKey(files.key, key))) {
    refuse(files.key, `it is not the key of ${files.cert}`);
  }
  if (Date.parse(parsed.validTo) <= nowMs) refuse(files.cert, `it ended on ${parsed.validTo}`);
  if (Date.parse(parsed.validFrom) > nowMs) {
    refuse(files.cert, `it begins on ${parsed.validFrom}; is the clock of this machine right?`);
  }
  return certificateOf({ cert, key });
}

function parseCertificate(file: string, pem: string): X509Certificate {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem) && !pem.includes("BEGIN CERTIFICATE")) {
    refuse(file, "it is a private key; the certificate goes to --cert, the key to --key");
  }
  try {
    return new X509Certificate(pem);
  } catch (error) {
    return refuse(file, "it is no certificate in PEM", error);
  }
}

function parseKey(file: string, pem: string): KeyObject {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    refuse(file, `it is encrypted; write it without: openssl pkey -in ${file} -out plain-key.pem`);
  }
  try {
    return createPrivateKey(pem);
  } catch (error) {
    return refuse(file, "it is no private key in PEM", error);
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = {
      ENOENT: "there is no such file",
      EISDIR: "it is a folder",
      EACCES: "this user may not read it",
    };
    return refuse(file, known[code ?? ""] ?? message, error);
  }
}

function refuse(file: string, why: string, cause?: unknown): never {
  throw new SpikefedError("start/certificate", { file, why }, { cause });
}

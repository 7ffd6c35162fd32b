// A certificate that nobody has signed but itself. Node reads certificates and cannot make them.

import "reflect-metadata"; // before the library, which needs it

import { createPrivateKey, createPublicKey, webcrypto } from "node:crypto";

import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

import type { Subjects } from "./machine-names.ts";

/** As browsers allow it: Apple's refuse more than 825 days, and some more than 398. */
export const LASTS_DAYS = 397;

const DAY_MS = 86_400_000;
const CURVE = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** A new private key, PEM. */
export async function makeKey(): Promise<string> {
  const { privateKey } = await webcrypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  return key.export({ format: "pem", type: "pkcs8" }) as string;
}

/**
 * For this server alone: it is no authority, so whoever trusts it trusts nothing else by it.
 *
 * @param key PEM, an ECDSA key on P-256
 * @returns PEM
 */
export async function makeCertificate(
  { names, addresses }: Subjects,
  key: string,
  nowMs: number,
): Promise<string> {
  const subject = [{ CN: ["Spikefed"] }];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys: await keyPair(key),
    signingAlgorithm: CURVE,
    notBefore: new Date(nowMs - DAY_MS), // clocks of visitors differ
    notAfter: new Date(nowMs + LASTS_DAYS * DAY_MS - DAY_MS),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: "dns" as const, value })),
        ...addresses.map((value) => ({ type: "ip" as const, value })),
      ]),
    ],
  });
  return `${certificate.toString("pem")}\n`;
}

async function keyPair(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const secret = createPrivateKey(pem);
  const open = createPublicKey(secret);
  const { subtle } = webcrypto;
  const pkcs8 = secret.export({ format: "der", type: "pkcs8" });
  const spki = open.export({ format: "der", type: "spki" });
  return {
    privateKey: await subtle.importKey("pkcs8", pkcs8, CURVE, true, ["sign"]),
    publicKey: await subtle.importKey("spki", spki, CURVE, true, ["verify"]),
  };
}

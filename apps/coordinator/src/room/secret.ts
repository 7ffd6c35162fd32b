// Secrets: made at random, kept as sha256, compared in constant time.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 192 random bits in 32 signs that a link can hold. */
export function makeSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** 72 random bits: no secret, only unique. */
export function makeId(): string {
  return randomBytes(9).toString("base64url");
}

/** Hex sha256. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Takes the same time for every wrong secret. */
export function isSecret(given: string, hash: string): boolean {
  const digest = createHash("sha256").update(given).digest();
  const wanted = Buffer.from(hash, "hex");
  return wanted.length === digest.length && timingSafeEqual(digest, wanted);
}

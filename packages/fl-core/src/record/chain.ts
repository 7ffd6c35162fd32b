// A chain of signed records, checked link by link. Hash and signature are handed in: Node has its
// own, a page what its browser has.

import { canonicalJson, type RunRecord, type SignedRecord } from "@spikefed/protocol";

export interface RecordCrypto {
  /** Of the text as UTF-8, hex. */
  sha256: (text: string) => string | Promise<string>;
  /** Ed25519; null where it cannot be checked. */
  verify: (key: string, text: string, signature: string) => Verdict | Promise<Verdict>;
}
type Verdict = boolean | null;

export interface SealCheck {
  /** The record has the hash that it is called by. */
  hash: boolean;
  /** It is signed by the key that it names; null: this device cannot check that. */
  signature: boolean | null;
}

export async function checkSeal(
  { hash, record, signature }: SignedRecord,
  { sha256, verify }: RecordCrypto,
): Promise<SealCheck> {
  const text = canonicalJson(record);
  return {
    hash: (await sha256(text)) === hash,
    signature: await verify(record.key, text, signature),
  };
}

/**
 * What is wrong with a record as the next one of its chain; null: nothing.
 *
 * @param before Null: this is the first.
 */
export function linkProblem(record: RunRecord, before: SignedRecord | null): string | null {
  const index = before === null ? 0 : before.record.index + 1;
  if (record.index !== index) return `it is record ${record.index}, ${index} is next`;
  if (record.previous !== (before?.hash ?? null)) {
    return `it follows record ${record.previous ?? "none"}, not ${before?.hash ?? "none"}`;
  }
  if (before === null) return null;
  const { key, runId, round } = before.record;
  if (record.runId !== runId) return `it is of run ${record.runId}, not ${runId}`;
  if (record.key !== key) return `it is signed by key ${record.key}, those before by ${key}`;
  return record.round < round ? `its round is ${record.round}, after ${round}` : null;
}

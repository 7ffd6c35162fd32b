// The chain of records by itself: form, hashes, signatures, links.

import { checkSeal, linkProblem } from "@spikefed/fl-core";
import {
  canonicalJson,
  readSignedRecord,
  SpikefedError,
  type SignedRecord,
} from "@spikefed/protocol";

import { sha256Of } from "../aggregation.ts";
import { lineEnd } from "../record-lines.ts";
import { verifySignature } from "../record-key.ts";

/** A line of the file; `record` null: it is none. */
export interface CheckedLine {
  signed: SignedRecord | null;
  /** What is wrong with it, with its place; null: nothing. */
  problem: string | null;
}

export async function checkRecords(bytes: Buffer): Promise<CheckedLine[]> {
  const lines: CheckedLine[] = [];
  let before: SignedRecord | null = null;
  let isFollowed = true;
  for (let start = 0; start < bytes.length;) {
    const end = lineEnd(bytes.subarray(start), 1) || bytes.length - start;
    const line = bytes.subarray(start, start + end);
    const { signed, problem } = await checkLine(line);
    const link = signed && isFollowed ? linkProblem(signed.record, before) : null;
    const found = problem ?? link;
    const place = `line ${lines.length + 1}, from byte ${start}: `;
    lines.push({ signed, problem: found === null ? null : place + found });
    [before, isFollowed] = [signed, signed !== null];
    start += end;
  }
  return lines;
}

async function checkLine(line: Buffer): Promise<CheckedLine> {
  let signed: SignedRecord;
  try {
    signed = readSignedRecord(line.toString("utf8"));
  } catch (error) {
    if (!(error instanceof SpikefedError)) throw error;
    return { signed: null, problem: String(error.facts["why"]) };
  }
  const want = Buffer.from(`${canonicalJson(signed)}\n`);
  if (!want.equals(line)) {
    return {
      signed,
      problem: `byte ${firstDifference(want, line)} of it is not as it was written`,
    };
  }
  const seal = await checkSeal(signed, {
    sha256: (text) => sha256Of(Buffer.from(text)),
    verify: verifySignature,
  });
  if (!seal.hash)
    return { signed, problem: "the record does not have the hash that it is called by" };
  return { signed, problem: seal.signature === true ? null : "the signature is not of its key" };
}

function firstDifference(a: Buffer, b: Buffer): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at === -1 ? a.length : at;
}

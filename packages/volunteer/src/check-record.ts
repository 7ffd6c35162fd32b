// The record of a round that counted this device's update: fetched, and checked as far as it can be
// checked here.

import { checkSeal, type RoundSummary, type RunView } from "@spikefed/fl-core";
import { readSignedRecord, SpikefedError, type SignedRecord } from "@spikefed/protocol";

import { change, type Session } from "./session.ts";
import type { Receipt } from "./types.ts";
import type { FinishedUpdate } from "./upload.ts";

type Counted = RoundSummary & { record: NonNullable<RoundSummary["record"]> };

/** Looks whether the log names a record that counted this device and was not looked at yet. */
export function lookForRecord(session: Session): void {
  const { view, you, receipt } = session;
  const counted = you && lastCounted(view, you.client);
  if (!counted || counted.record.hash === receipt?.record) return;
  const update = session.finished;
  const isIt = update?.isCounted === true && update.record === counted.round;
  session.receipt = { ...unchecked, round: counted.round, record: counted.record.hash };
  void receiptOf(session, counted, isIt ? update.begin : null).then((made) => {
    const isNewest = session.receipt?.record === made.record;
    if (isNewest && session.ended !== "disposed") change(session, { receipt: made });
  });
}

function lastCounted({ rounds }: RunView, client: number): Counted | null {
  const isCounted = (round: RoundSummary): round is Counted =>
    round.record !== null && round.reported.includes(client);
  return rounds.findLast(isCounted) ?? null;
}

const unchecked = {
  ...{ key: null, hash: null, contains: null, follows: null, signature: null, sameKey: null },
  problem: null,
};

async function receiptOf(
  session: Session,
  { round, record }: Counted,
  sent: FinishedUpdate["begin"] | null,
): Promise<Receipt> {
  const blank: Receipt = { ...unchecked, round, record: record.hash };
  try {
    const signed = await fetchRecord(session, record.hash);
    const { key, previous } = signed.record;
    const { sha256, verifySignature = () => null } = session.options;
    const seal = await checkSeal(signed, {
      sha256: (text) => sha256(new TextEncoder().encode(text)),
      verify: verifySignature,
    });
    session.recordKey ??= key;
    return {
      ...{ ...blank, key, signature: seal.signature, sameKey: key === session.recordKey },
      hash: seal.hash && signed.hash === record.hash,
      contains: sent && contains(signed, session.you?.client ?? -1, sent),
      follows: previous === record.previous,
    };
  } catch (error) {
    const isOurs = error instanceof SpikefedError;
    const problem = isOurs ? error.fact : `it could not be fetched: ${(error as Error).message}`;
    return { ...blank, problem };
  }
}

/** @throws {SpikefedError} `audit/record`; what `fetchBytes` throws. */
async function fetchRecord(session: Session, hash: string): Promise<SignedRecord> {
  const bytes = await session.options.fetchBytes(`/api/records/${hash}`, () => undefined);
  session.bytesDown += bytes.length;
  return readSignedRecord(new TextDecoder().decode(bytes));
}

function contains(
  { record }: SignedRecord,
  client: number,
  { updateId, sha256 }: FinishedUpdate["begin"],
): boolean {
  if (record.type !== "round") return false;
  return record.updates.some(
    (update) =>
      update.client === client && update.updateId === updateId && update.sha256 === sha256,
  );
}

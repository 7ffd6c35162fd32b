// Sending an update in acknowledged pieces, from the byte that the coordinator wants.

import {
  CHUNK_BYTES,
  type Ack,
  type ClientMessage,
  type ErrorReport,
  type UploadAnswer,
} from "@spikefed/protocol";

import type { Request } from "./request.ts";

/** Local work that is done and waits to be counted. */
export interface FinishedUpdate {
  begin: ClientMessage<"upload-begin">;
  /** safetensors */
  bytes: Uint8Array;
  /** The client's own norm layers after it; null: they are not its own. */
  norm: Float32Array | null;
  /** The coordinator has counted it, or refused it for good. */
  isSettled: boolean;
  isCounted: boolean;
  /** As it was counted: the round whose record names it; null before. */
  record: number | null;
}

export type Sent =
  | { sent: "counted"; record: number | null }
  | { sent: "refused"; error: ErrorReport }
  | { sent: "stopped" };

/** Fresh starts after an answer that says "again": wrong offset, wrong checksum. */
const MAX_STARTS = 4;

/**
 * Sends what the coordinator does not have yet. Sending the same update again is harmless: it goes
 * on where the last try broke off, and a counted one is only counted once.
 *
 * @param hooks.onProgress Bytes that the coordinator has.
 * @param hooks.isStopped Asked between pieces.
 * @throws {SpikefedError} `volunteer/unreachable` when the connection ends; call again when it is back.
 */
export async function upload(
  request: Request,
  update: FinishedUpdate,
  hooks: { onProgress: (done: number) => void; isStopped: () => boolean },
): Promise<Sent> {
  for (let start = 1; ; start++) {
    const outcome = await uploadOnce(request, update, hooks);
    const mayTryAgain = outcome.sent === "refused" && outcome.error.retry === "now";
    if (!mayTryAgain || start === MAX_STARTS) return outcome;
  }
}

async function uploadOnce(
  request: Request,
  { begin, bytes }: FinishedUpdate,
  { onProgress, isStopped }: Parameters<typeof upload>[2],
): Promise<Sent> {
  const { updateId } = begin;
  let answer: Ack<UploadAnswer> = await request("upload-begin", begin);
  for (;;) {
    if (!answer.ok) return { sent: "refused", error: answer.error };
    if (answer.done) return counted(answer);
    const { offset } = answer;
    onProgress(offset);
    if (isStopped()) return { sent: "stopped" };
    if (offset >= bytes.length) break;
    const data = bytes.slice(offset, offset + CHUNK_BYTES);
    answer = await request("upload-chunk", { updateId, offset, data });
  }
  const committed = await request("upload-commit", { updateId });
  return committed.ok ? counted(committed) : { sent: "refused", error: committed.error };
}

const counted = ({ record = null }: { record?: number | null }): Sent => ({
  sent: "counted",
  record,
});

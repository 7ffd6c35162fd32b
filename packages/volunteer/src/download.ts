// Models and shards: bytes named by their hash, so what arrives can be checked.

import { SpikefedError } from "@spikefed/protocol";

import { createSigns } from "./announce.ts";
import { createPacer } from "./pacer.ts";
import { change, type Session } from "./session.ts";

const TRIES = 3;
/** Wait before the second try; the third waits twice as long. */
const RETRY_MS = 1000;

/**
 * `GET /<kind>/<hash>`, tried three times.
 *
 * @throws {SpikefedError} `volunteer/download`, or `volunteer/checksum` when other bytes arrived.
 */
export async function download(
  session: Session,
  kind: "models" | "shards",
  hash: string,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(session, `/${kind}/${hash}`, hash);
    } catch (error) {
      if (attempt === TRIES || session.ended !== null) throw error;
      await session.options.rest?.(RETRY_MS * attempt);
    } finally {
      change(session, { transfer: null });
    }
  }
}

async function downloadOnce(session: Session, path: string, hash: string): Promise<Uint8Array> {
  const { fetchBytes, sha256 } = session.options;
  let bytes: Uint8Array;
  const isDue = createPacer(session.options.clock);
  const sign = createSigns(session);
  try {
    bytes = await fetchBytes(path, (done, total) => {
      session.transfer = { direction: "down", done, total };
      if (isDue()) change(session, {});
      sign();
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SpikefedError("volunteer/download", { path, why }, { cause });
  }
  session.bytesDown += bytes.length;
  const got = await sha256(bytes);
  if (got === hash) return bytes;
  throw new SpikefedError("volunteer/checksum", { path, got, want: hash });
}

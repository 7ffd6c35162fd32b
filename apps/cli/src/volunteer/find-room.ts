// Is there a coordinator, and which room is meant? Asked before a volunteer joins.

import { modelName } from "@spikefed/fl-core";
import { type RoomSummary, SpikefedError } from "@spikefed/protocol";

/** Time in which a coordinator answers. */
const ANSWER_MS = 10_000;

export interface FoundRoom {
  /** Origin of the coordinator. */
  url: string;
  /** Code of the room. */
  code: string;
  /** What it trains, in words. */
  model: string;
  dataset: string;
}

/** What this tool reads of `GET /api/room`. */
interface Summary extends Pick<RoomSummary, "code" | "preset" | "network"> {
  dataset: { name: string; procedural: boolean };
}

/**
 * @param text An origin (`http://localhost:8787`) or a join link (`.../j/CODE`).
 * @throws {SpikefedError} `volunteer/address` with what is wrong: no address, no answer, something
 *   else that answers; `room/unknown` when the link names another room.
 */
export async function findRoom(text: string): Promise<FoundRoom> {
  const address = readAddress(text);
  const url = address.origin;
  const wanted = /^\/j\/([^/]+)\/?$/.exec(address.pathname)?.[1]?.toUpperCase();
  const { code, dataset, ...model } = await readSummary(url);
  if (wanted !== undefined && wanted !== code)
    throw new SpikefedError("room/unknown", { code: wanted });
  const drawn = dataset.procedural ? " (drawn shapes, not photographs)" : "";
  return { url, code, model: modelName(model), dataset: `${dataset.name}${drawn}` };
}

function readAddress(text: string): URL {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`;
  const address = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (address?.protocol === "http:" || address?.protocol === "https:") return address;
  throw noCoordinator(text, "that is not a web address");
}

async function readSummary(url: string): Promise<Summary> {
  let response: Response;
  try {
    response = await fetch(`${url}/api/room`, { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    throw noCoordinator(url, causeOf(error), error);
  }
  if (!response.ok) throw noCoordinator(url, `something else answers (status ${response.status})`);
  const summary: unknown = await response.json().catch(() => null);
  if (isSummary(summary)) return summary;
  throw noCoordinator(url, "something else answers");
}

function isSummary(value: unknown): value is Summary {
  const { code, preset, dataset } = (value ?? {}) as Partial<Summary>;
  return (
    typeof code === "string" && typeof preset === "string" && typeof dataset?.name === "string"
  );
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

function noCoordinator(url: string, why: string, cause?: unknown): SpikefedError {
  return new SpikefedError("volunteer/address", { url, why }, { cause });
}

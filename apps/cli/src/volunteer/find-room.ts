// Is there a coordinator, and which room is meant? Asked before a volunteer joins.

import type { IncomingMessage } from "node:http";
import type { Agent } from "node:https";
import { json } from "node:stream/consumers";

import { modelName } from "@spikefed/fl-core";
import { type RoomSummary, SpikefedError } from "@spikefed/protocol";

import { httpGet } from "./http-get.ts";
import { distrust } from "./trust.ts";

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
 *   else that answers; `volunteer/untrusted`; `room/unknown` when the link names another room.
 */
export async function findRoom(text: string, trust: Agent | null = null): Promise<FoundRoom> {
  const address = readAddress(text);
  const url = address.origin;
  const wanted = /^\/j\/([^/]+)\/?$/.exec(address.pathname)?.[1]?.toUpperCase();
  const { code, dataset, ...model } = await readSummary({ url, wanted, trust });
  if (wanted !== undefined && wanted !== code)
    throw new SpikefedError("room/unknown", { code: wanted });
  const drawn = dataset.procedural ? " (drawn shapes, not photographs)" : "";
  return { url, code, model: modelName(model), dataset: `${dataset.name}${drawn}` };
}

/** @throws {SpikefedError} `volunteer/address` */
export function readAddress(text: string): URL {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`;
  const address = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (address?.protocol === "http:" || address?.protocol === "https:") return address;
  throw noCoordinator(text, "that is not a web address");
}

interface Question {
  /** Origin of the coordinator. */
  url: string;
  /** Code of the room; left out: the only one. */
  wanted: string | undefined;
  trust: Agent | null;
}

async function readSummary(question: Question): Promise<Summary> {
  const { url, wanted = "" } = question;
  const response = await ask(question);
  const { statusCode = 0, headers } = response;
  if (statusCode !== 200) {
    const { code } = ((await json(response).catch(() => null)) as { code?: unknown }) ?? {};
    if (code === "room/unknown") throw new SpikefedError(code, { code: wanted });
    if (code === "room/which") throw new SpikefedError(code);
    if (headers.location?.startsWith("https:")) throw noCoordinator(url, "it speaks https there");
    throw noCoordinator(url, `something else answers (status ${statusCode})`);
  }
  const summary = await json(response).catch(() => null);
  if (isSummary(summary)) return summary;
  throw noCoordinator(url, "something else answers");
}

async function ask({ url, wanted, trust }: Question): Promise<IncomingMessage> {
  const room = wanted === undefined ? "" : `/r/${encodeURIComponent(wanted)}`;
  try {
    return await httpGet(`${url}${room}/api/room`, { trust, timeoutMs: ANSWER_MS });
  } catch (error) {
    throw (await distrust(url, error)) ?? noCoordinator(url, causeOf(error), error);
  }
}

function isSummary(value: unknown): value is Summary {
  const { code, preset, dataset } = (value ?? {}) as Partial<Summary>;
  return (
    typeof code === "string" && typeof preset === "string" && typeof dataset?.name === "string"
  );
}

function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

function noCoordinator(url: string, why: string, cause?: unknown): SpikefedError {
  return new SpikefedError("volunteer/address", { url, why }, { cause });
}

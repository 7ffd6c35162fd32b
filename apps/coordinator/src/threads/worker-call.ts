// How the main thread and a worker thread talk: numbered calls, answered once.

import { SpikefedError, type ErrorCode, type Facts } from "@spikefed/protocol";

/** The calls that a worker answers, by name. */
export type Calls = Record<string, { input: unknown; output: unknown }>;

export interface CallMessage {
  id: number;
  name: string;
  input: unknown;
}

/** What a worker tells by itself. */
export interface NewsMessage {
  news: unknown;
}

export interface Failure {
  code: ErrorCode | null;
  facts: Facts;
  text: string;
}

export type AnswerMessage = { id: number; output: unknown } | { id: number; failure: Failure };

/** An error in a form that crosses threads; its code survives. */
export function packError(error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof SpikefedError) return { code: error.code, facts: error.facts, text };
  return { code: null, facts: {}, text };
}

export function unpackError({ code, facts, text }: Failure): Error {
  return code === null ? new Error(text) : new SpikefedError(code, facts);
}

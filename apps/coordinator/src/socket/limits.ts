// What one connection may do, and who may say what.

import type { ClientEvent } from "@spikefed/protocol";

import type { Rate } from "./token-bucket.ts";

export type Role = "volunteer" | "watch" | "host";

/** Messages of each kind that one connection may send. */
export const rates: Record<ClientEvent, Rate> = {
  challenge: { perSecond: 1, burst: 5 },
  hello: { perSecond: 1, burst: 5 },
  state: { perSecond: 5, burst: 20 },
  progress: { perSecond: 10, burst: 30 },
  "upload-begin": { perSecond: 5, burst: 20 },
  "upload-chunk": { perSecond: 200, burst: 400 },
  "upload-commit": { perSecond: 5, burst: 20 },
  "training-failed": { perSecond: 2, burst: 10 },
  leave: { perSecond: 1, burst: 5 },
  wave: { perSecond: 0.5, burst: 3 },
  host: { perSecond: 5, burst: 20 },
};

/** Who may send a message; null: also somebody who has not said hello. */
export const speakers: Record<ClientEvent, Role | null> = {
  challenge: null,
  hello: null,
  state: "volunteer",
  progress: "volunteer",
  "upload-begin": "volunteer",
  "upload-chunk": "volunteer",
  "upload-commit": "volunteer",
  "training-failed": "volunteer",
  leave: "volunteer",
  wave: "volunteer",
  host: "host",
};

/** Faults that a connection may make before it is dropped. */
export const faultRate: Rate = { perSecond: 0.1, burst: 20 };

/** Messages of one connection that may wait for their turn. */
export const MAX_WAITING = 32;

/** Milliseconds in which a connection must say hello. */
export const HELLO_MS = 20_000;

/** Largest frame, bytes: twice the largest chunk. */
export const MAX_FRAME_BYTES = 512 * 1024;

/** Unless `--connections` says otherwise. */
export const MAX_CONNECTIONS = 2_000;

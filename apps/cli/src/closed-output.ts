// Output that nobody reads any more.

import type { EventEmitter } from "node:events";

/**
 * A reader that has seen enough, as `head` has, ends no run of hours: what is still said is lost, and the
 * run's files are written as before. Other failures of a stream end the program as they do by themselves.
 */
export function goOnUnheard(streams: readonly EventEmitter[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

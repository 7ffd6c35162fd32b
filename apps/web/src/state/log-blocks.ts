// The lines of the host's log in blocks: a block that is full stays as it is, so that not each of its
// lines is looked at with each event.

import type { LogEvent } from "@spikefed/protocol";

/** Lines of a full block. */
export const BLOCK = 10;

export interface LogBlock {
  /** Its place in the log: the same however much of the log is shown. */
  block: number;
  /** Oldest first. */
  events: LogEvent[];
}

/** Oldest first. */
export function blocksOf(events: readonly LogEvent[]): LogBlock[] {
  const blocks: LogBlock[] = [];
  for (const event of events) {
    const block = Math.floor(event.seq / BLOCK);
    const last = blocks.at(-1);
    if (last?.block === block) last.events.push(event);
    else blocks.push({ block, events: [event] });
  }
  return blocks;
}

/**
 * The blocks of the newest lines, at most so many: the oldest block goes as a whole.
 *
 * @param most a multiple of `BLOCK`
 */
export function newestBlocks(log: readonly LogEvent[], most: number): LogBlock[] {
  const blocks = blocksOf(log.slice(-most));
  const isCut = log.length > most && (blocks[0]?.events.length ?? 0) < BLOCK;
  return isCut ? blocks.slice(1) : blocks;
}

/** What tells a block from the same one with fewer lines, and from that of another run's log. */
export const blockText = ({ events }: LogBlock): string =>
  `${events.length} ${events[0]?.atMs} ${events.at(-1)?.atMs}`;

// Everything that the coordinator writes for whoever runs it goes through here: as text for a person
// at a terminal, or as lines of JSON for programs, which hold no names, keys or addresses of others.

import { sentence } from "@spikefed/fl-core";
import { SpikefedError, type LogEvent } from "@spikefed/protocol";

import type { About, Say } from "../say.ts";

export interface Journal {
  say: Say;
  /**
   * Events of the run log.
   *
   * @param nameOf a volunteer, for people
   * @param room where there are several
   */
  events(
    events: readonly LogEvent[],
    nameOf: (client: number) => string,
    room: string | null,
  ): void;
  /** It can be reached: links for a person, facts for programs. */
  open(links: string, facts: Facts): void;
  /** It ends because of this. */
  fatal(error: unknown): void;
}

type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface JournalOutput {
  out: (text: string) => void;
  error: (text: string) => void;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Without the events of the run. */
  isQuiet: boolean;
}

export function textJournal({ out, error, isQuiet }: JournalOutput): Journal {
  return {
    say: (line) => error(`${line}\n`),
    events: (events, nameOf, room) => {
      if (isQuiet) return;
      const where = room === null ? "" : `Room ${room}: `;
      for (const event of events)
        out(`${timeOf(event.atMs)}  ${where}${sentence(event, nameOf)}\n`);
    },
    open: (links) => out(`${links}\n`),
    fatal: (cause) => {
      const text = cause instanceof SpikefedError ? cause.message : (cause as Error).stack;
      error(`${text ?? String(cause)}\n`);
    },
  };
}

/** One object a line, all to standard output: time, level, event, facts, and a sentence where there is one. */
export function jsonJournal({ out, now, isQuiet }: JournalOutput): Journal {
  const write = (line: Line) => out(`${JSON.stringify({ time: timestamp(now()), ...line })}\n`);
  return {
    say: (text, { event = "notice", level = "warn", facts = {} }: About = {}) =>
      write({ level, event, facts, text }),
    events: (events, _nameOf, room) => {
      if (isQuiet) return;
      for (const event of events) {
        const { event: name, facts } = plainFacts(event);
        const where = room !== null && { room };
        write({ level: levelOf(event), event: name, facts: { ...facts, ...where } });
      }
    },
    open: (_links, facts) => write({ level: "info", event: "listening", facts }),
    fatal: (cause) => {
      const { message, stack } = cause as Error;
      const isOurs = cause instanceof SpikefedError;
      const event = isOurs ? cause.code : "failed";
      write({
        level: "error",
        event,
        facts: {},
        text: isOurs ? message : (stack ?? String(cause)),
      });
    },
  };
}

interface Line {
  level: NonNullable<About["level"]>;
  event: string;
  facts: Facts;
  text?: string;
}

/** What volunteers wrote: it could be anything, their own name too. */
const WRITTEN_BY_VOLUNTEERS = new Set(["fact", "updateId"]);

/** Numbers, kinds and hashes of an event; lists and settings are in the run log. */
function plainFacts({ type, atMs, ...more }: LogEvent): Pick<Line, "event" | "facts"> {
  const plain = Object.entries(more as Record<string, unknown>).filter(
    ([name, value]) =>
      !WRITTEN_BY_VOLUNTEERS.has(name) && ["number", "string", "boolean"].includes(typeof value),
  );
  return { event: type, facts: { ...(Object.fromEntries(plain) as Facts), at: timestamp(atMs) } };
}

const LEVELS: Partial<Record<LogEvent["type"], Line["level"]>> = {
  ...{ "update-refused": "warn", "update-lost": "warn", "training-failed": "warn" },
  ...{ "device-restarted": "warn", "round-repeated": "warn", "rolled-back": "warn" },
  ...{ "aggregation-failed": "error", "evaluation-failed": "error" },
};

function levelOf({ type }: LogEvent): Line["level"] {
  return LEVELS[type] ?? "info";
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}

function timeOf(atMs: number): string {
  return new Date(atMs).toTimeString().slice(0, 8);
}

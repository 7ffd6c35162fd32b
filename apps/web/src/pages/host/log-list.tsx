import { sentence } from "@spikefed/fl-core";
import type { LogEvent, RosterEntry } from "@spikefed/protocol";
import { Fragment, type VNode } from "preact";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/en/host.ts";
import { currentLanguage } from "../../i18n/current-language.ts";
import { clockTime } from "../../state/format.ts";
import { keptElements } from "../../ui/use-kept.ts";

export interface LogListProps {
  log: readonly LogEvent[];
  /** From `namesText`. */
  names: string;
}

type Names = [client: number, name: string][];

/** Who is called how, as one text: it stays the same from roster to roster. */
export const namesText = (roster: readonly RosterEntry[]): string =>
  JSON.stringify(roster.map(({ client, name }) => [client, name]));

/** More than a person scrolls through; the whole log is in the run's file. */
const SHOWN = 100;

/** The run log as sentences, newest first. */
export function LogList({ log, names }: LogListProps) {
  const linesOf = useLines(names);
  return (
    <section class="panel stack" aria-labelledby="log-title">
      <h2 id="log-title">{t("log")}</h2>
      <div class="log" tabIndex={0} role="region" aria-label={t("logLines")}>
        <ol aria-live="off">{linesOf(log.slice(-SHOWN))}</ol>
      </div>
      {log.length > SHOWN ? (
        <p class="quiet">{t("logShown", { shown: SHOWN, all: log.length })}</p>
      ) : null}
    </section>
  );
}

/** Lines of a block, which stays as it is once it is full: not all of them are looked at with each event. */
const BLOCK = 10;

/** Newest first. A line is made once for an event, as long as nobody is renamed. */
function useLines(names: string): (events: readonly LogEvent[]) => VNode[] {
  const language = currentLanguage.value;
  return useMemo(() => {
    const known = new Map(JSON.parse(names) as Names);
    const nameOf = (client: number) => known.get(client) ?? t("volunteer", { client });
    const keep = keptElements();
    const lineOf = (event: LogEvent) =>
      keep(`line ${event.seq}`, String(event.atMs), () => drawn(event, sentence(event, nameOf)));
    const blockOf = ([block, events]: [number, LogEvent[]]) => {
      const shows = events.map(({ seq, atMs }) => `${seq} ${atMs}`).join();
      return keep(`block ${block}`, shows, () => (
        <Fragment key={block}>{events.map(lineOf).reverse()}</Fragment>
      ));
    };
    return (events) => blocksOf(events).map(blockOf).reverse();
  }, [names, language]);
}

function blocksOf(events: readonly LogEvent[]): [number, LogEvent[]][] {
  const blocks = new Map<number, LogEvent[]>();
  for (const event of events) {
    const block = Math.floor(event.seq / BLOCK);
    blocks.set(block, [...(blocks.get(block) ?? []), event]);
  }
  return [...blocks];
}

function drawn({ seq, atMs }: LogEvent, words: string): VNode {
  return (
    <li key={seq}>
      <time dateTime={new Date(atMs).toISOString()}>{clockTime(atMs)}</time>
      {/* The log is in English. */}
      <span dir="auto" lang="en">
        {words}
      </span>
    </li>
  );
}

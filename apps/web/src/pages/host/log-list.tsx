import { sentence } from "@spikefed/fl-core";
import type { LogEvent, RosterEntry } from "@spikefed/protocol";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/en/host.ts";
import { currentLanguage } from "../../i18n/current-language.ts";
import { clockTime } from "../../state/format.ts";

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
  const lineOf = useLines(names);
  const newest = log.slice(-SHOWN).reverse();
  return (
    <section class="panel stack" aria-labelledby="log-title">
      <h2 id="log-title">{t("log")}</h2>
      <div class="log" tabIndex={0} role="region" aria-label={t("logLines")}>
        <ol aria-live="off">{newest.map(lineOf)}</ol>
      </div>
      {log.length > SHOWN ? (
        <p class="quiet">{t("logShown", { shown: SHOWN, all: log.length })}</p>
      ) : null}
    </section>
  );
}

/** A line is made once for an event, as long as nobody is renamed. */
function useLines(names: string): (event: LogEvent) => VNode {
  const language = currentLanguage.value;
  return useMemo(() => {
    const known = new Map(JSON.parse(names) as Names);
    const nameOf = (client: number) => known.get(client) ?? t("volunteer", { client });
    const made = new WeakMap<LogEvent, VNode>();
    return (event) => {
      const line = made.get(event) ?? drawn(event, sentence(event, nameOf));
      made.set(event, line);
      return line;
    };
  }, [names, language]);
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

import { sentence } from "@spikefed/fl-core";
import type { LogEvent, RosterEntry } from "@spikefed/protocol";
import { t } from "../../i18n/en/host.ts";
import { clockTime } from "../../state/format.ts";

export interface LogListProps {
  log: readonly LogEvent[];
  roster: readonly RosterEntry[];
}

/** More than a person scrolls through; the whole log is in the run's file. */
const SHOWN = 200;

/** The run log as sentences, newest first. */
export function LogList({ log, roster }: LogListProps) {
  const names = new Map(roster.map(({ client, name }) => [client, name]));
  const nameOf = (client: number) => names.get(client) ?? t("volunteer", { client });
  const newest = log.slice(-SHOWN).reverse();
  return (
    <section class="panel stack" aria-labelledby="log-title">
      <h2 id="log-title">{t("log")}</h2>
      <div class="log" tabIndex={0} role="region" aria-label={t("logLines")}>
        <ol aria-live="off">
          {newest.map((event) => (
            <li key={event.seq}>
              <time dateTime={new Date(event.atMs).toISOString()}>{clockTime(event.atMs)}</time>
              {/* The log is in English. */}
              <span dir="auto" lang="en">
                {sentence(event, nameOf)}
              </span>
            </li>
          ))}
        </ol>
      </div>
      {log.length > SHOWN ? (
        <p class="quiet">{t("logShown", { shown: SHOWN, all: log.length })}</p>
      ) : null}
    </section>
  );
}

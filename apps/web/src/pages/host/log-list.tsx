import { useComputed, type ReadonlySignal } from "@preact/signals";
import { sentence } from "@spikefed/fl-core";
import type { LogEvent, RosterEntry } from "@spikefed/protocol";
import { Fragment, type VNode } from "preact";
import { useMemo } from "preact/hooks";
import { t } from "../../i18n/en/host.ts";
import { currentLanguage } from "../../i18n/current-language.ts";
import { clockTime } from "../../state/format.ts";
import { blockText, newestBlocks, type LogBlock } from "../../state/log-blocks.ts";
import { keptElements } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";

export interface LogListProps {
  log: ReadonlySignal<readonly LogEvent[]>;
  roster: ReadonlySignal<readonly RosterEntry[]>;
}

type Names = [client: number, name: string][];

/** Who is called how, as one text: it stays the same from roster to roster. */
const namesText = (roster: readonly RosterEntry[]): string =>
  JSON.stringify(roster.map(({ client, name }) => [client, name]));

/** More than a person scrolls through; the whole log is in the run's file. */
const SHOWN = 100;

/** The run log as sentences, newest first. */
export function LogList({ log, roster }: LogListProps) {
  const blocks = usePart(log, newest);
  return (
    <section class="panel stack" aria-labelledby="log-title">
      <h2 id="log-title">{t("log")}</h2>
      <div class="log" tabIndex={0} role="region" aria-label={t("logLines")}>
        <Lines blocks={blocks} roster={roster} />
      </div>
      <Shown log={log} blocks={blocks} />
    </section>
  );
}

const newest = (log: readonly LogEvent[]) => newestBlocks(log, SHOWN);

interface Blocks {
  blocks: ReadonlySignal<readonly LogBlock[]>;
}

function Lines({ blocks, roster }: Blocks & Pick<LogListProps, "roster">) {
  const drawn = useBlocks(usePart(roster, namesText).value);
  return <ol aria-live="off">{blocks.value.map(drawn).reverse()}</ol>;
}

function Shown({ log, blocks }: Blocks & Pick<LogListProps, "log">) {
  const isCut = usePart(log, ({ length }) => length > SHOWN).value;
  const words = useComputed(() => shownWords(blocks.value, log.value.length));
  return isCut ? <p class="quiet">{words}</p> : null;
}

function shownWords(blocks: readonly LogBlock[], all: number): string {
  const shown = blocks.reduce((sum, { events }) => sum + events.length, 0);
  return t("logShown", { shown, all });
}

/** A line is made once for an event, as long as nobody is renamed. */
function useBlocks(names: string): (block: LogBlock) => VNode {
  const language = currentLanguage.value;
  return useMemo(() => {
    const known = new Map(JSON.parse(names) as Names);
    const nameOf = (client: number) => known.get(client) ?? t("volunteer", { client });
    const keep = keptElements();
    const lineOf = (event: LogEvent) =>
      keep(`line ${event.seq}`, String(event.atMs), () => drawn(event, sentence(event, nameOf)));
    return (block) =>
      keep(`block ${block.block}`, blockText(block), () => (
        <Fragment key={block.block}>{block.events.map(lineOf).reverse()}</Fragment>
      ));
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

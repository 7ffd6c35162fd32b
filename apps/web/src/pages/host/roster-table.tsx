// The volunteers as a table: sorted by any column, those who need help picked out, each with a menu.

import { batch, useComputed, type ReadonlySignal } from "@preact/signals";
import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/desk.ts";
import { t as tHost } from "../../i18n/en/host.ts";
import { helpOf, type Help } from "../../state/roster-help.ts";
import { heldOrder, sortRoster, type RosterSort } from "../../state/roster-order.ts";
import { slowBelow } from "../../state/roster-words.ts";
import { useAge } from "../../ui/use-age.ts";
import { useKept } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";
import { RosterHead } from "./roster-head.tsx";
import { useRosterRows } from "./roster-row.tsx";

export interface RosterTableProps {
  /** Client numbers are somebody else's in another run; null: none is open. */
  runId: ReadonlySignal<string | null>;
  roster: ReadonlySignal<readonly RosterEntry[]>;
  /** Settles with false when the coordinator refused. */
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function RosterTable({ runId, roster, onCommand }: RosterTableProps) {
  const [isFiltered, setFiltered] = useState(false);
  const [said, setSaid] = useState("");
  const limit = usePart(roster, slowBelow);
  const help = useComputed(() => helpOf(roster.value, limit.value));
  const isEmpty = usePart(roster, ({ length }) => length === 0).value;
  return (
    <section class="panel stack" aria-labelledby="roster-title">
      <div class="roster-top">
        <h2 id="roster-title">{tHost("volunteers")}</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={isFiltered}
            onChange={(event) => setFiltered(event.currentTarget.checked)}
          />
          <span>{usePart(help, ({ size }) => t("onlyHelp", { number: size }))}</span>
        </label>
      </div>
      <p role="status" class="roster-said">
        {said || null /* Preact writes an empty text anew with each drawing. */}
      </p>
      {isEmpty ? (
        <p class="quiet">{tHost("nobodyJoined")}</p>
      ) : (
        <Table {...{ runId, roster, limit, help, isFiltered, onCommand }} onSaid={setSaid} />
      )}
    </section>
  );
}

interface TableProps extends RosterTableProps {
  /** From `slowBelow`. */
  limit: ReadonlySignal<number | null>;
  help: ReadonlySignal<ReadonlyMap<number, Help>>;
  isFiltered: boolean;
  onSaid: (text: string) => void;
}

/** Drawn anew with each roster; its rows and its head are not. */
function Table({ isFiltered, onCommand, onSaid, ...told }: TableProps) {
  const [sort, setSort] = useState<RosterSort | null>(null);
  const [roster, help] = [told.roster.value, told.help.value];
  const moment = { slowBelow: told.limit.value, ageMs: useAge(roster) };
  const region = useRef<HTMLDivElement>(null);
  const { rows, body } = useHeldRows(sortRoster(roster, sort, help), (entry) =>
    isFiltered ? help.has(entry.client) : true,
  );
  const onGone = () => region.current?.focus();
  const rowOf = useRosterRows(told.runId.value, { onCommand, onSaid, onGone });
  // All at once: each row that changes would have its cells written before the next is looked at.
  const drawn = batch(() =>
    rows.map((entry) => rowOf({ entry, moment, needsHelp: help.has(entry.client) })),
  );
  const head = useKept(() => <RosterHead sort={sort} onSort={setSort} />, [sort]);
  return (
    <div
      ref={region}
      class="scroll-x roster-rows"
      tabIndex={0}
      role="region"
      aria-label={tHost("volunteersTable")}
    >
      <table class="roster">
        {head}
        <tbody ref={body}>{drawn}</tbody>
      </table>
      {rows.length === 0 ? <p class="quiet">{t("nobodyNeedsHelp")}</p> : null}
    </div>
  );
}

/**
 * While a control of a row has the focus no row moves or goes: a refresh must not take it away. It is
 * looked up at each drawing, since not every browser tells of the focus of what was removed.
 */
function useHeldRows(
  sorted: readonly RosterEntry[],
  isWanted: (entry: RosterEntry) => boolean,
): { rows: RosterEntry[]; body: RefObject<HTMLTableSectionElement> } {
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = useRef<number[]>([]);
  const isHeld = body.current?.contains(document.activeElement) ?? false;
  const rows = isHeld
    ? heldOrder(
        sorted.filter((entry) => shown.current.includes(entry.client) || isWanted(entry)),
        shown.current,
      )
    : sorted.filter(isWanted);
  shown.current = rows.map(({ client }) => client);
  return { rows, body };
}

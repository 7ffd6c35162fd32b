// The volunteers as a table: sorted by any column, those who need help picked out, each with a menu.

import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/desk.ts";
import { t as tHost } from "../../i18n/en/host.ts";
import type { RoomFeed } from "../../net/watch-room.ts";
import { helpOf } from "../../state/roster-help.ts";
import { heldOrder, sortRoster, type RosterSort } from "../../state/roster-order.ts";
import { slowBelow } from "../../state/roster-words.ts";
import { useAge } from "../../ui/use-age.ts";
import { useCalm } from "../../ui/use-calm.ts";
import { useKept } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";
import { RosterHead } from "./roster-head.tsx";
import { useRosterRows, type ToldRows } from "./roster-row.tsx";

export interface RosterTableProps {
  feed: ReadonlySignal<RoomFeed>;
  /** Settles with false when the coordinator refused. */
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function RosterTable({ feed, onCommand }: RosterTableProps) {
  const place = useRef<HTMLElement>(null);
  const calm = useCalm(feed, place);
  const told = useToldRows(calm);
  const isFiltered = useSignal(false);
  const [said, setSaid] = useState("");
  const isEmpty = usePart(told.roster, ({ length }) => length === 0).value;
  return (
    <section ref={place} class="panel stack" aria-labelledby="roster-title">
      <div class="roster-top">
        <h2 id="roster-title">{tHost("volunteers")}</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={isFiltered}
            onChange={(event) => (isFiltered.value = event.currentTarget.checked)}
          />
          <span>{usePart(told.help, ({ size }) => t("onlyHelp", { number: size }))}</span>
        </label>
      </div>
      <p role="status" class="roster-said">
        {said || null /* Preact writes an empty text anew with each drawing. */}
      </p>
      {isEmpty ? (
        <p class="quiet">{tHost("nobodyJoined")}</p>
      ) : (
        <Table {...{ told, isFiltered, onCommand }} onSaid={setSaid} />
      )}
    </section>
  );
}

function useToldRows(feed: RosterTableProps["feed"]): ToldRows {
  const roster = usePart(feed, (now) => now.roster);
  const limit = usePart(roster, slowBelow);
  const age = useAge(roster);
  return {
    runId: usePart(feed, ({ view }) => view.runId),
    roster,
    moment: useComputed(() => ({ slowBelow: limit.value, ageMs: age.value })),
    help: useComputed(() => helpOf(roster.value, limit.value)),
  };
}

interface TableProps extends Pick<RosterTableProps, "onCommand"> {
  told: ToldRows;
  isFiltered: ReadonlySignal<boolean>;
  onSaid: (text: string) => void;
}

/** Drawn anew when a row comes, goes or moves; what changes in a row is told to that row. */
function Table({ told, isFiltered, onCommand, onSaid }: TableProps) {
  const sort = useSignal<RosterSort | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = useShownRows({ told, sort, isFiltered, body }).value;
  const onGone = () => region.current?.focus();
  const rows = useRosterRows(told, shown, { onCommand, onSaid, onGone });
  const head = useKept(() => <RosterHead sort={sort} />, [sort]);
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
        <tbody ref={body}>{rows}</tbody>
      </table>
      {rows.length === 0 ? <p class="quiet">{t("nobodyNeedsHelp")}</p> : null}
    </div>
  );
}

interface Choice extends Pick<TableProps, "told" | "isFiltered"> {
  sort: ReadonlySignal<RosterSort | null>;
  body: RefObject<HTMLTableSectionElement>;
}

/**
 * Whose rows are shown, in order: the same list as long as no row comes, goes or moves.
 *
 * While a control of a row has the focus no row moves or goes: a refresh must not take it away. It is
 * looked up at each roster and each second, since not every browser tells of the focus of what was
 * removed.
 */
function useShownRows({ told, sort, isFiltered, body }: Choice): ReadonlySignal<readonly number[]> {
  const before = useRef<readonly number[]>([]);
  return useComputed(() => {
    const [shown, help] = [before.current, told.help.value];
    void told.moment.value;
    const sorted = sortRoster(told.roster.value, sort.value, help);
    const isWanted = ({ client }: RosterEntry) => !isFiltered.value || help.has(client);
    const isHeld = body.current?.contains(document.activeElement) ?? false;
    const rows = isHeld
      ? heldOrder(
          sorted.filter((entry) => shown.includes(entry.client) || isWanted(entry)),
          shown,
        )
      : sorted.filter(isWanted);
    const isSame =
      rows.length === shown.length && rows.every(({ client }, row) => client === shown[row]);
    if (!isSame) before.current = rows.map(({ client }) => client);
    return before.current;
  });
}

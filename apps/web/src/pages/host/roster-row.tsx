import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import type { VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Help } from "../../state/roster-help.ts";
import {
  isSameRow,
  rosterCells,
  type RosterMoment,
  type RowFacts,
} from "../../state/roster-words.ts";
import { useKept } from "../../ui/use-kept.ts";
import { usePart } from "../../ui/use-part.ts";
import { columns } from "./roster-head.tsx";
import { RowMenu } from "./row-menu.tsx";

interface RowLinks {
  onCommand: (message: HostCommand) => Promise<boolean>;
  onSaid: (text: string) => void;
  /** Its menu is gone, and the focus with it. */
  onGone: () => void;
}

interface HeldRow {
  key: string;
  facts: Signal<RowFacts>;
  element: VNode;
}

/** What the rows are told, all of them at once. */
export interface ToldRows {
  /** Client numbers are somebody else's in another run; null: none is open. */
  runId: ReadonlySignal<string | null>;
  roster: ReadonlySignal<readonly RosterEntry[]>;
  moment: ReadonlySignal<RosterMoment>;
  help: ReadonlySignal<ReadonlyMap<number, Help>>;
}

/**
 * Rows, each the same element as long as it is shown: what changes is told to the row, which writes it
 * into its cells. The handlers do the same, however old.
 *
 * @param shown client numbers; of somebody who is not in the roster no row is made
 */
export function useRosterRows(told: ToldRows, shown: readonly number[], links: RowLinks): VNode[] {
  const held = useRef<ReadonlyMap<number, HeldRow>>(new Map());
  const run = told.runId.value ?? "";
  const entries = new Map(told.roster.peek().map((entry) => [entry.client, entry]));
  const rows = shown.flatMap((client): [number, HeldRow][] => {
    const [known, entry] = [held.current.get(client), entries.get(client)];
    const key = `${run}/${client}`;
    if (known?.key === key) return [[client, known]];
    if (entry === undefined) return [];
    const facts = signal(factsOf(entry, told.moment.peek(), told.help.peek()));
    return [[client, { key, facts, element: <RosterRow key={key} facts={facts} {...links} /> }]];
  });
  held.current = new Map(rows);
  useEffect(() => effect(() => tell(told, held.current)), []);
  return rows.map(([, { element }]) => element);
}

function tell({ roster, moment, help }: ToldRows, rows: ReadonlyMap<number, HeldRow>): void {
  for (const entry of roster.value) {
    const facts = rows.get(entry.client)?.facts;
    const now = factsOf(entry, moment.value, help.value);
    if (facts !== undefined && !isSameRow(facts.peek(), now)) facts.value = now;
  }
}

const factsOf = (
  entry: RosterEntry,
  moment: RosterMoment,
  help: ReadonlyMap<number, Help>,
): RowFacts => ({ entry, moment, needsHelp: help.has(entry.client) });

interface RosterRowProps extends RowLinks {
  facts: ReadonlySignal<RowFacts>;
}

function RosterRow({ facts, ...menu }: RosterRowProps) {
  const { client } = facts.peek().entry;
  const name = usePart(facts, ({ entry }) => entry.name).value;
  const hasLeft = usePart(facts, ({ entry }) => entry.state === "left").value;
  const mark = usePart(facts, ({ needsHelp }) => (needsHelp ? "needs-help" : ""));
  const actions = useKept(() => <RowMenu {...{ client, name, ...menu }} />, [client, name]);
  return (
    <tr class={mark}>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>{hasLeft ? null : actions}</td>
      {useCells(facts)}
    </tr>
  );
}

/** Of a class that trains, one or two of a row's cells change several times a second. */
function useCells(facts: ReadonlySignal<RowFacts>): VNode[] {
  return useMemo(
    () =>
      columns.slice(1).map(([column, kind]) => (
        <td key={column} class={kind}>
          {computed(() => rosterCells[column](facts.value.entry, facts.value.moment))}
        </td>
      )),
    [facts],
  );
}

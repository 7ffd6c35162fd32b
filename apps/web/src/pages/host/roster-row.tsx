import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { HostCommand } from "@spikefed/protocol";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { isSameRow, rosterCells, type RowFacts } from "../../state/roster-words.ts";
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

/**
 * Rows, each the same element as long as its volunteer is there: what changes is told to the row, which
 * writes it into its cells. The handlers do the same, however old.
 */
export function useRosterRows(runId: string | null, links: RowLinks): (facts: RowFacts) => VNode {
  const rows = useMemo(() => new Map<number, HeldRow>(), []);
  return (told) => {
    const { client } = told.entry;
    const key = `${runId ?? ""}/${client}`;
    const held = rows.get(client);
    if (held?.key !== key) {
      const facts = signal(told);
      const element = <RosterRow key={key} facts={facts} {...links} />;
      rows.set(client, { key, facts, element });
      return element;
    }
    if (!isSameRow(held.facts.peek(), told)) held.facts.value = told;
    return held.element;
  };
}

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

import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { currentLanguage } from "../../i18n/current-language.ts";
import { hasClock, isSlow, rosterRow, type RosterMoment } from "../../state/roster-words.ts";
import { useKept } from "../../ui/use-kept.ts";
import { columns } from "./roster-head.tsx";
import { RowMenu } from "./row-menu.tsx";

export interface RosterRowProps {
  entry: RosterEntry;
  moment: RosterMoment;
  needsHelp: boolean;
  onCommand: (message: HostCommand) => Promise<boolean>;
  onSaid: (text: string) => void;
  /** Its menu is gone, and the focus with it. */
  onGone: () => void;
}

/** Drawn anew when what it shows has changed; the handlers do the same, however old. */
export function RosterRow({ entry, moment, needsHelp, ...menu }: RosterRowProps) {
  const ageMs = hasClock(entry) ? moment.ageMs : 0;
  const { client, name, state } = entry;
  const actions = useKept(() => <RowMenu {...{ client, name, ...menu }} />, [client, name]);
  const cellOf = useCells();
  return useMemo(() => {
    const row = rosterRow(entry, moment);
    return (
      <tr class={needsHelp ? "needs-help" : ""}>
        <th scope="row">
          <bdi>{row.name}</bdi>
        </th>
        <td>{state === "left" ? null : actions}</td>
        {columns.slice(1).map(([column, kind]) => cellOf(column, kind, row[column]))}
      </tr>
    );
  }, [JSON.stringify(entry), isSlow(entry, moment), ageMs, needsHelp, currentLanguage.value]);
}

/**
 * Cells by column. One that says what it said before is the same element, which costs no look at the
 * page: of a class that trains, one or two of a row's change several times a second.
 */
function useCells(): (column: string, kind: string, text: string) => VNode {
  const made = useRef(new Map<string, { text: string; cell: VNode }>()).current;
  return (column, kind, text) => {
    const before = made.get(column);
    if (before?.text === text) return before.cell;
    const cell = (
      <td key={column} class={kind}>
        {text}
      </td>
    );
    made.set(column, { text, cell });
    return cell;
  };
}

import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import { rosterRow, type RosterMoment } from "../../state/roster-words.ts";
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

export function RosterRow({ entry, moment, needsHelp, ...menu }: RosterRowProps) {
  const row = rosterRow(entry, moment);
  return (
    <tr class={needsHelp ? "needs-help" : ""}>
      <th scope="row">
        <bdi>{row.name}</bdi>
      </th>
      <td>{entry.state === "left" ? null : <RowMenu {...{ entry, ...menu }} />}</td>
      {columns.slice(1).map(([column, kind]) => (
        <td key={column} class={kind}>
          {row[column]}
        </td>
      ))}
    </tr>
  );
}

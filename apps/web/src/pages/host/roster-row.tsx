import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import { useMemo } from "preact/hooks";
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
  return useMemo(() => {
    const row = rosterRow(entry, moment);
    return (
      <tr class={needsHelp ? "needs-help" : ""}>
        <th scope="row">
          <bdi>{row.name}</bdi>
        </th>
        <td>{state === "left" ? null : actions}</td>
        {columns.slice(1).map(([column, kind]) => (
          <td key={column} class={kind}>
            {row[column]}
          </td>
        ))}
      </tr>
    );
  }, [JSON.stringify(entry), isSlow(entry, moment), ageMs, needsHelp, currentLanguage.value]);
}

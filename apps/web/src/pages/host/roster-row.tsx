import type { HostCommand, RosterEntry } from "@spikefed/protocol";
import type { VNode } from "preact";
import { hasClock, isSlow, rosterRow, type RosterMoment } from "../../state/roster-words.ts";
import { useKept, useKeptElements } from "../../ui/use-kept.ts";
import { columns } from "./roster-head.tsx";
import { RowMenu } from "./row-menu.tsx";

interface RowFacts {
  entry: RosterEntry;
  moment: RosterMoment;
  needsHelp: boolean;
}

interface RowLinks {
  onCommand: (message: HostCommand) => Promise<boolean>;
  onSaid: (text: string) => void;
  /** Its menu is gone, and the focus with it. */
  onGone: () => void;
}

/** Rows, each drawn anew when what it shows has changed; the handlers do the same, however old. */
export function useRosterRows(runId: string | null, links: RowLinks): (facts: RowFacts) => VNode {
  const keep = useKeptElements();
  return (facts) => {
    const { client } = facts.entry;
    const key = `${runId ?? ""}/${client}`;
    const row = () => <RosterRow key={key} {...facts} {...links} />;
    return keep(String(client), `${key} ${rowText(facts)}`, row);
  };
}

/** All that a row shows, as one text. */
const rowText = ({ entry, moment, needsHelp }: RowFacts): string =>
  JSON.stringify([entry, isSlow(entry, moment), hasClock(entry) ? moment.ageMs : 0, needsHelp]);

/** Of a class that trains, one or two of a row's cells change several times a second. */
function RosterRow({ entry, moment, needsHelp, ...menu }: RowFacts & RowLinks) {
  const { client, name, state } = entry;
  const actions = useKept(() => <RowMenu {...{ client, name, ...menu }} />, [client, name]);
  const keep = useKeptElements();
  const row = rosterRow(entry, moment);
  const cells = columns.slice(1).map(([column, kind]) =>
    keep(column, row[column], () => (
      <td key={column} class={kind}>
        {row[column]}
      </td>
    )),
  );
  return (
    <tr class={needsHelp ? "needs-help" : ""}>
      <th scope="row">
        <bdi>{row.name}</bdi>
      </th>
      <td>{state === "left" ? null : actions}</td>
      {cells}
    </tr>
  );
}

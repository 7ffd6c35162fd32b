import type { RunView } from "@spikefed/fl-core";
import { curveOf } from "../state/curve.ts";
import { lossText, percent } from "../state/format.ts";

export interface NumbersTableProps {
  view: RunView;
  /** Shows a column for this device; null: nobody's. */
  client: number | null;
}

/** "Table of these numbers": the text twin of the accuracy curve. */
export function NumbersTable({ view, client }: NumbersTableProps) {
  const { points } = curveOf(view, client);
  const mineOf = client === null ? undefined : view.clients.get(client);
  const took = new Set(mineOf?.history.map(({ round }) => round));
  const rounds = new Map(view.rounds.map((round) => [round.round, round]));
  return (
    <details>
      <summary>Table of these numbers</summary>
      {points.length === 0 ? <p class="quiet">No round is finished yet.</p> : null}
      <div class="scroll-x" tabIndex={0} role="region" aria-label="Accuracy by round">
        <table>
          <thead>
            <tr>
              <th scope="col">Round</th>
              <th scope="col">Group</th>
              {client === null ? null : <th scope="col">You (training)</th>}
              <th scope="col">Loss</th>
              <th scope="col">Updates</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ round, group, mine }) => (
              <tr key={round}>
                <th scope="row">{round}</th>
                <td>{percent(group)}</td>
                {client === null ? null : (
                  <td>{took.has(round) ? percent(mine) : "took no part"}</td>
                )}
                <td>{lossText(rounds.get(round)?.loss ?? null)}</td>
                <td>
                  {rounds.get(round)?.reported.length ?? 0} of{" "}
                  {rounds.get(round)?.cohort.length ?? 0}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

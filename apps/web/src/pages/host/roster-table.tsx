import type { RosterEntry } from "@spikefed/protocol";
import { rosterRow, type RosterRow } from "../../state/roster-words.ts";

type Column = Exclude<keyof RosterRow, "client" | "name">;

const columns: [Column, string, "number" | ""][] = [
  ["state", "State", ""],
  ["round", "Round", "number"],
  ["speed", "Speed", "number"],
  ["pictures", "Pictures", "number"],
  ["loss", "Last loss", "number"],
  ["helped", "Helped in", "number"],
  ["device", "Device", ""],
];

export function RosterTable({ roster }: { roster: readonly RosterEntry[] }) {
  return (
    <section class="panel stack" aria-labelledby="roster-title">
      <h2 id="roster-title">Volunteers</h2>
      {roster.length === 0 ? (
        <p class="quiet">Nobody has joined yet.</p>
      ) : (
        <Table roster={roster} />
      )}
    </section>
  );
}

function Table({ roster }: { roster: readonly RosterEntry[] }) {
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label="Table of volunteers">
      <table class="roster">
        <thead>
          <tr>
            <th scope="col">Name</th>
            {columns.map(([key, title, kind]) => (
              <th key={key} scope="col" class={kind}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roster.map(rosterRow).map((row) => (
            <tr key={row.client}>
              <th scope="row">
                <bdi>{row.name}</bdi>
              </th>
              {columns.map(([key, , kind]) => (
                <td key={key} class={kind}>
                  {row[key]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

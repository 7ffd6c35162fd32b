import type { RosterEntry } from "@spikefed/protocol";
import { t } from "../../i18n/en/host.ts";
import { rosterRow, slowBelow, type RosterRow } from "../../state/roster-words.ts";
import { useAge } from "../../ui/use-age.ts";

type Column = Exclude<keyof RosterRow, "client" | "name">;

const columns: [Column, "number" | ""][] = [
  ["state", ""],
  ["round", "number"],
  ["speed", "number"],
  ["pictures", "number"],
  ["loss", "number"],
  ["helped", "number"],
  ["device", ""],
];

export function RosterTable({ roster }: { roster: readonly RosterEntry[] }) {
  return (
    <section class="panel stack" aria-labelledby="roster-title">
      <h2 id="roster-title">{t("volunteers")}</h2>
      {roster.length === 0 ? <p class="quiet">{t("nobodyJoined")}</p> : <Table roster={roster} />}
    </section>
  );
}

function Table({ roster }: { roster: readonly RosterEntry[] }) {
  const moment = { slowBelow: slowBelow(roster), ageMs: useAge(roster) };
  const rows = roster.map((entry) => rosterRow(entry, moment));
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={t("volunteersTable")}>
      <table class="roster">
        <thead>
          <tr>
            <th scope="col">{t("name")}</th>
            {columns.map(([key, kind]) => (
              <th key={key} scope="col" class={kind}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.client}>
              <th scope="row">
                <bdi>{row.name}</bdi>
              </th>
              {columns.map(([key, kind]) => (
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

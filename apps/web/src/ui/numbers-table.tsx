import type { RunView } from "@spikefed/fl-core";
import { t } from "../i18n/en/room.ts";
import { curveOf, type CurvePoint } from "../state/curve.ts";
import { lossText, percent } from "../state/format.ts";
import { isBuffered } from "../state/is-buffered.ts";

export interface NumbersTableProps {
  view: RunView;
  /** Shows a column for this device; null: nobody's. */
  client: number | null;
}

/** "Table of these numbers": the text twin of the accuracy curve. */
export function NumbersTable({ view, client }: NumbersTableProps) {
  const { points } = curveOf(view, client);
  return (
    <details>
      <summary>{t("numbers")}</summary>
      {points.length === 0 ? (
        <p class="quiet">{t("noRound")}</p>
      ) : (
        <div class="scroll-x" tabIndex={0} role="region" aria-label={t("accuracyByRound")}>
          <table>
            <thead>
              <tr>
                {columnsOf(client).map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <Row key={point.round} point={point} view={view} client={client} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function columnsOf(client: number | null): string[] {
  const own = client === null ? [] : [t("columnYou")];
  return [t("columnRound"), t("columnGroup"), ...own, t("columnLoss"), t("columnUpdates")];
}

/** That could have come. */
function allOf(view: RunView, facts: RunView["rounds"][number] | undefined): number {
  return (isBuffered(view) ? facts?.goal : facts?.cohort.length) ?? 0;
}

function Row({ point, view, client }: NumbersTableProps & { point: CurvePoint }) {
  const { round, group, mine, isTakenBack } = point;
  const facts = view.rounds.find((other) => other.round === round);
  const history = client === null ? [] : (view.clients.get(client)?.history ?? []);
  const tookPart = history.some((entry) => entry.round === round);
  return (
    <tr>
      <th scope="row">{round}</th>
      <td>{isTakenBack ? t("groupTakenBack", { accuracy: percent(group) }) : percent(group)}</td>
      {client === null ? null : <td>{tookPart ? percent(mine) : t("tookNoPart")}</td>}
      <td>{lossText(facts?.loss ?? null)}</td>
      <td>{t("ofMany", { done: facts?.reported.length ?? 0, all: allOf(view, facts) })}</td>
    </tr>
  );
}

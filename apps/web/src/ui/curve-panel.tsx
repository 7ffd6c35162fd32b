import type { RunView } from "@spikefed/fl-core";
import { t } from "../i18n/en/room.ts";
import { curveKey, curveOf, curveSentence } from "../state/curve.ts";
import { AccuracyChart } from "./accuracy-chart.tsx";
import { GlossaryLink } from "./glossary-link.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { useKept } from "./use-kept.ts";

export interface CurvePanelProps {
  view: RunView;
  /** Whose own curve is drawn behind the group's; null: nobody's. */
  client: number | null;
}

/** The accuracy curve with its sentence and its table. */
export function CurvePanel({ view, client }: CurvePanelProps) {
  return useKept(
    () => <DrawnPanel view={view} client={client} />,
    [curveKey(view, client), client],
  );
}

function DrawnPanel({ view, client }: CurvePanelProps) {
  const curve = curveOf(view, client);
  return (
    <section class="panel stack" aria-labelledby="curve-title">
      <h2 id="curve-title">{t("groupAccuracy")}</h2>
      <AccuracyChart curve={curve} />
      <p class="quiet">
        {curveSentence(curve)}
        {client === null ? null : ` ${t("ownLine")}`} <GlossaryLink word="group-model" />
      </p>
      <NumbersTable view={view} client={client} />
    </section>
  );
}

// Which share holds what: a column a share, a row a class.

import type { PartitionFacts } from "@spikefed/protocol";
import { useMemo, useState } from "preact/hooks";
import { t } from "../../i18n/en/host.ts";
import { count } from "../../state/format.ts";
import {
  cellsOf,
  MOST_COLUMNS,
  partitionSentence,
  type Cell,
} from "../../state/partition-words.ts";
import { className } from "../../state/class-words.ts";

export interface PartitionPanelProps {
  partition: PartitionFacts;
  classes: readonly string[];
}

export function PartitionPanel({ partition: { labelCounts }, classes }: PartitionPanelProps) {
  const words = partitionSentence(labelCounts);
  const labels = labelCounts[0]?.map((_, label) => className(classes, label)) ?? [];
  const isCut = labelCounts.length > MOST_COLUMNS;
  return (
    <section class="panel stack" aria-labelledby="partition-title">
      <h2 id="partition-title">{t("dealt")}</h2>
      <Heatmap labelCounts={labelCounts} labels={labels} words={words} />
      <p class="quiet">
        {words} {t("dealtHow")} {isCut ? t("dealtCut", { shares: MOST_COLUMNS }) : null}
      </p>
      <CountsTable labelCounts={labelCounts} labels={labels} />
    </section>
  );
}

/** Of more classes the names would be smaller than can be read. */
const MOST_NAMES = 20;

interface LabelledCounts extends PartitionFacts {
  /** Names of the classes. */
  labels: readonly string[];
}

function Heatmap({ labelCounts, labels, words }: LabelledCounts & { words: string }) {
  const columns = Math.min(labelCounts.length, MOST_COLUMNS);
  const rows = labels.length;
  // The page is drawn anew with every event of the log; the cells are not.
  const cells = useMemo(() => cellsOf(labelCounts).map(drawn), [labelCounts]);
  return (
    <div class="heatmap" style={{ "--rows": Math.min(rows, MOST_NAMES) }}>
      {rows > MOST_NAMES ? null : <RowNames labels={labels} />}
      <svg
        viewBox={`0 0 ${columns} ${rows}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t("dealtDrawing")} ${words}`}
      >
        {cells}
      </svg>
      <p class="heatmap-shares" aria-hidden="true">
        <span>1</span>
        <bdi>{t("share")}</bdi>
        <span>{columns > 1 ? count(columns) : null}</span>
      </p>
    </div>
  );
}

/** For the eye: the table below has them beside their numbers. */
function RowNames({ labels }: Pick<LabelledCounts, "labels">) {
  return (
    <div class="heatmap-classes" aria-hidden="true">
      {labels.map((label) => (
        <bdi key={label}>{label}</bdi>
      ))}
    </div>
  );
}

function drawn({ shard, label, strength }: Cell) {
  const opacity = strength.toFixed(3);
  return (
    <rect key={`${shard}-${label}`} x={shard} y={label} width="1" height="1" opacity={opacity} />
  );
}

/** The same numbers; made when it is opened, it may be long. */
function CountsTable({ labelCounts, labels }: LabelledCounts) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("dealtTable")}</summary>
      {isOpen ? (
        <div class="scroll-x" tabIndex={0} role="region" aria-label={t("dealtRegion")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("share")}</th>
                {labels.map((label) => (
                  <th key={label} scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labelCounts.map((row, shard) => (
                <tr key={shard}>
                  <th scope="row">{shard + 1}</th>
                  {row.map((n, label) => (
                    <td key={label} class="number">
                      {count(n)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </details>
  );
}

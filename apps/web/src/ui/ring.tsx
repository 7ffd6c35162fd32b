// Ring and centre: federated learning in one picture. The shape of a mark carries the state.

import type { RunView } from "@spikefed/fl-core";
import type { RosterEntry } from "@spikefed/protocol";
import { t } from "../i18n/en/room.ts";
import { newest, curveOf } from "../state/curve.ts";
import { percent } from "../state/format.ts";
import { ringMarks, ringSentence, type Mark } from "../state/ring.ts";
import "./ring.css";

export interface RingProps {
  view: RunView;
  roster: readonly RosterEntry[];
}

/** Radius of the ring in a drawing of 200 x 200. */
const RADIUS = 82;

export function Ring({ view, roster }: RingProps) {
  const marks = ringMarks(view, roster);
  const accuracy = newest(curveOf(view, null).points)?.accuracy ?? null;
  const size = markSize(marks.length);
  return (
    <svg
      class="ring"
      viewBox="-100 -100 200 200"
      role="img"
      aria-label={`${ringSentence(marks)} ${t("groupModel", { accuracy: percent(accuracy, 0) })}`}
    >
      <circle class="track" r={RADIUS} />
      {marks.map((mark) => (
        <RingMark key={mark.client} mark={mark} size={size} />
      ))}
      <text class="ring-number" y="4" text-anchor="middle">
        {accuracy === null ? "–" : percent(accuracy, 0)}
      </text>
      <text class="ring-caption" y="24" text-anchor="middle">
        {t(accuracy === null ? "notMeasuredYet" : "theModel")}
      </text>
    </svg>
  );
}

/** Marks shrink so that a thousand still fit beside each other. */
function markSize(howMany: number): number {
  return Math.max(1.2, Math.min(8, (Math.PI * RADIUS * 0.7) / Math.max(1, howMany)));
}

export function RingMark({
  mark: { state, x, y },
  size,
}: {
  mark: Pick<Mark, "state" | "x" | "y">;
  size: number;
}) {
  const [cx, cy] = [x * RADIUS, y * RADIUS];
  switch (state) {
    case "sent":
      return <circle class="mark sent" cx={cx} cy={cy} r={size} />;
    case "working":
      return <circle class="mark working" cx={cx} cy={cy} r={size} />;
    case "missing":
      return <path class="mark missing" d={`M${cx - size} ${cy}h${2 * size}`} />;
    case "asleep":
      return (
        <text
          class="mark asleep"
          x={cx}
          y={cy + size * 0.8}
          font-size={size * 2.6}
          text-anchor="middle"
        >
          z
        </text>
      );
  }
}

export function RingLegend() {
  const states = ["working", "sent", "missing", "asleep"] as const;
  return (
    <ul class="ring-legend">
      {states.map((state) => (
        <li key={state}>
          <svg viewBox="-10 -10 20 20" aria-hidden="true">
            <RingMark mark={{ state, x: 0, y: 0 }} size={6.5} />
          </svg>
          {t(state)}
        </li>
      ))}
    </ul>
  );
}

export function RingPanel(props: RingProps) {
  return (
    <section class="panel stack" aria-labelledby="ring-title">
      <h2 id="ring-title">{t("theRound")}</h2>
      <Ring {...props} />
      <RingLegend />
      <p class="quiet">{ringSentence(ringMarks(props.view, props.roster))}</p>
    </section>
  );
}

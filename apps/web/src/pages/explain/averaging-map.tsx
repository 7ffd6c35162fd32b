import { t } from "../../i18n/en/explain.ts";
import { fixedText } from "../../i18n/intl.ts";
import type { Point, Toy } from "../../state/averaging.ts";

const SIDE = 320;
const x = ([value]: Point) => (SIDE / 2) * (1 + value);
const y = ([, value]: Point) => (SIDE / 2) * (1 - value);

/** Rings: what each client's pictures ask for. Dots: copies. The square: the model of all. */
export function AveragingMap({ toy: { group, clients } }: { toy: Toy }) {
  const copies = clients.filter(({ copy }) => copy !== null).length;
  const [left, up] = [fixedText(group[0], 2), fixedText(group[1], 2)];
  const words = t("map", { x: left, y: up, copies });
  return (
    <svg
      class="averaging-map"
      viewBox={`-20 -20 ${SIDE + 40} ${SIDE + 40}`}
      role="img"
      aria-label={words}
    >
      <rect class="map-ground" width={SIDE} height={SIDE} />
      {clients.map(({ asks, copy }, at) => (
        <g key={at}>
          {copy === null ? null : (
            <line class="way" x1={x(group)} y1={y(group)} x2={x(copy)} y2={y(copy)} />
          )}
          <circle class="asks" cx={x(asks)} cy={y(asks)} r="14" />
          <text x={x(asks)} y={y(asks) + 5} text-anchor="middle">
            {at + 1}
          </text>
          {copy === null ? null : <circle class="copy" cx={x(copy)} cy={y(copy)} r="6" />}
        </g>
      ))}
      <rect class="group" x={x(group) - 8} y={y(group) - 8} width="16" height="16" />
    </svg>
  );
}

import type { Signal } from "@preact/signals";
import { t } from "../../i18n/en/desk.ts";
import { t as tHost } from "../../i18n/en/host.ts";
import {
  ariaSort,
  nextSort,
  type RosterColumn,
  type RosterSort,
} from "../../state/roster-order.ts";

export const columns: readonly (readonly [RosterColumn, "number" | ""])[] = [
  ["name", ""],
  ["state", ""],
  ["round", "number"],
  ["speed", "number"],
  ["pictures", "number"],
  ["loss", "number"],
  ["helped", "number"],
  ["device", ""],
];

/** Nothing takes room beside a name that is not sorted by. */
const arrows = { none: null, ascending: "▲", descending: "▼" } as const;

export interface RosterHeadProps {
  sort: Signal<RosterSort | null>;
}

export function RosterHead({ sort }: RosterHeadProps) {
  const now = sort.value;
  const arrow = (column: RosterColumn) => arrows[ariaSort(now, column)];
  return (
    <thead>
      <tr>
        {columns.map(([column, kind]) => [
          <th key={column} scope="col" class={kind} aria-sort={ariaSort(now, column)}>
            <button
              type="button"
              class="sort"
              title={t("sortBy", { column: tHost(column) })}
              onClick={() => (sort.value = nextSort(now, column))}
            >
              {tHost(column)}
              {arrow(column) && <span aria-hidden="true">{arrow(column)}</span>}
            </button>
          </th>,
          column === "name" ? (
            <th key="actions" scope="col">
              {t("actions")}
            </th>
          ) : null,
        ])}
      </tr>
    </thead>
  );
}

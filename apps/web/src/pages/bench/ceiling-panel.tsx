import type { Ceiling } from "@spikefed/snn-core/bench-figures";
import { type ColumnGroup, figure } from "../../state/bench-columns.ts";
import { bytes } from "../../state/format.ts";
import { FigureTable } from "./figure-table.tsx";

export interface CeilingPanelProps {
  ceiling: Ceiling | null;
  /** Why there are none. */
  missing: string;
}

/** The fastest product and the fastest copy: what every share on this page is a share of. */
export function CeilingPanel({ ceiling, missing }: CeilingPanelProps) {
  return (
    <section class="panel stack" aria-labelledby="ceiling-title">
      <h2 id="ceiling-title">The most that the adapter does</h2>
      {ceiling === null ? <p class="quiet">{missing}</p> : <Ceilings ceiling={ceiling} />}
    </section>
  );
}

interface CeilingRow {
  name: string;
  speed: number;
  unit: string;
  way: string;
}

function Ceilings({ ceiling }: { ceiling: Ceiling }) {
  const { size, gflops, variant, copyBytes, gigabytesPerSecond, copy } = ceiling;
  const rows: CeilingRow[] = [
    { name: `Matrix product, ${size} x ${size}`, speed: gflops, unit: "GFLOP/s", way: variant },
    { name: `Copy of ${bytes(copyBytes)}`, speed: gigabytesPerSecond, unit: "GB/s", way: copy },
  ];
  return (
    <>
      <FigureTable
        caption="Fastest of what was tried, in plain WGSL"
        first="Work"
        groups={ceilingGroups}
        rows={rows}
        nameOf={({ name, unit }) => `${name}, ${unit}`}
        noteOf={({ way }) => way}
        missing=""
      />
      <details>
        <summary>All that was tried</summary>
        <Tried ceiling={ceiling} />
      </details>
    </>
  );
}

function Tried({ ceiling: { tried, triedCopies } }: { ceiling: Ceiling }) {
  return (
    <div class="stack">
      <FigureTable
        caption="Matrix products"
        first="Variant"
        groups={productGroups}
        rows={tried}
        nameOf={({ name }) => name}
        noteOf={() => null}
        missing=""
      />
      <FigureTable
        caption="Copies; bytes read and bytes written both count"
        first="Way"
        groups={copyGroups}
        rows={triedCopies}
        nameOf={({ name }) => name}
        noteOf={() => null}
        missing=""
      />
    </div>
  );
}

const ceilingGroups: readonly ColumnGroup<CeilingRow>[] = [
  { title: null, columns: [{ title: "Speed", unit: null, cell: ({ speed }) => figure(speed) }] },
];

const productGroups: readonly ColumnGroup<Ceiling["tried"][number]>[] = [
  {
    title: null,
    columns: [{ title: "Speed", unit: "GFLOP/s", cell: ({ gflops }) => figure(gflops) }],
  },
];

const copyGroups: readonly ColumnGroup<Ceiling["triedCopies"][number]>[] = [
  {
    title: null,
    columns: [{ title: "Speed", unit: "GB/s", cell: (row) => figure(row.gigabytesPerSecond) }],
  },
];

import type { TuningReport } from "@spikefed/snn-core/bench-figures";
import {
  chosenGroups,
  chosenVariants,
  triedGroups,
  variantKernels,
  variantNote,
} from "../../state/bench-variants.ts";
import { plural, seconds } from "../../state/format.ts";
import { FigureTable } from "./figure-table.tsx";

export interface VariantPanelProps {
  tuning: TuningReport | null;
  /** Why nothing is chosen. */
  missing: string;
}

/** Which variant of each convolution kernel runs here, and what else was tried. */
export function VariantPanel({ tuning, missing }: VariantPanelProps) {
  return (
    <section class="panel stack" aria-labelledby="variant-title">
      <h2 id="variant-title">Kernel variants</h2>
      {tuning === null ? <p class="quiet">{missing}</p> : <Variants tuning={tuning} />}
    </section>
  );
}

function Variants({ tuning }: { tuning: TuningReport }) {
  const { tried, ms } = tuning;
  return (
    <>
      <FigureTable
        caption="Fastest on this adapter, of a trial layer with many steps and one with few"
        first="Kernel"
        groups={chosenGroups}
        rows={chosenVariants(tuning)}
        nameOf={({ kernel }) => variantKernels[kernel]}
        noteOf={({ variant, problem }) => problem ?? variant}
        missing="The plain variants run: nothing was tried."
      />
      <details>
        <summary>All variants that were tried</summary>
        <FigureTable
          caption={`${plural(tried.length, "variant")}, tried in ${seconds(ms / 1000)}`}
          first="Variant"
          groups={triedGroups}
          rows={tried}
          nameOf={({ kernel, variant }) => `${variantKernels[kernel]}: ${variant}`}
          noteOf={variantNote}
          missing="None."
        />
      </details>
    </>
  );
}

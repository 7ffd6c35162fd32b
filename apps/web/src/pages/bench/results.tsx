import type { StepRow } from "@spikefed/snn-core/bench-figures";
import type { BenchRun } from "../../state/bench-run.ts";
import { emptyWords, fallbackSentence } from "../../state/bench-words.ts";
import { kernelGroups, kernelNote, stepGroups, stepNote } from "../../state/bench-columns.ts";
import { CeilingPanel } from "./ceiling-panel.tsx";
import { CheckPanel } from "./check-panel.tsx";
import { FigureTable } from "./figure-table.tsx";
import { Roofline } from "./roofline.tsx";
import { VariantPanel } from "./variant-panel.tsx";

const stepName = ({ preset, timesteps, batch }: StepRow): string =>
  `${preset}, T = ${timesteps}, batch ${batch}`;

/** Everything that was measured, as it comes. */
export function Results({ run }: { run: BenchRun }) {
  const { report } = run;
  if (report === null) return null;
  const { kernels, steps, evaluations } = report;
  const missing = emptyWords(run);
  if (run.mode === "check") return <CheckPanel report={report} missing={missing} />;
  return (
    <>
      <div class="bench-halves">
        <div class="stack">
          <CheckPanel report={report} missing={missing} />
          <CeilingPanel ceiling={report.ceiling} missing={missing} />
          <VariantPanel tuning={report.tuning} missing={missing} />
        </div>
        <Roofline report={report} missing={missing} />
      </div>
      <section class="panel stack" aria-labelledby="steps-title">
        <h2 id="steps-title">Whole training steps</h2>
        <FigureTable
          caption="Each step of training, ours and in tfjs ops on the same device"
          first="Network"
          groups={stepGroups}
          rows={steps}
          nameOf={stepName}
          noteOf={stepNote}
          missing={missing}
        />
        {report.fallback === null ? null : <p>{fallbackSentence(report.fallback)}</p>}
      </section>
      <section class="panel stack" aria-labelledby="evaluations-title">
        <h2 id="evaluations-title">Evaluation</h2>
        <FigureTable
          caption="Pictures judged by a model, ours in one kernel a layer and in tfjs ops"
          first="Network"
          groups={stepGroups}
          rows={evaluations}
          nameOf={stepName}
          noteOf={stepNote}
          missing={missing}
        />
      </section>
      <section class="panel stack" aria-labelledby="kernels-title">
        <h2 id="kernels-title">Kernels</h2>
        <FigureTable
          caption="Each kernel, and the same work in tfjs ops"
          first="Kernel"
          groups={kernelGroups}
          rows={kernels}
          nameOf={({ name }) => name}
          noteOf={kernelNote}
          missing={missing}
        />
      </section>
    </>
  );
}

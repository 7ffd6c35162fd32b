import { type BenchReport, rooflineSvg } from "@spikefed/snn-core/bench-figures";
import { benchFileName, benchJson, type BenchRun } from "../../state/bench-run.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { SaveButton } from "../../ui/save-button.tsx";

/** The report as JSON, in the clipboard or a file, and the plot as a file. */
export function ReportActions({ run }: { run: BenchRun }) {
  const json = benchJson(run, navigator.userAgent);
  if (json === null || run.report === null || run.done === 0) return null;
  const name = benchFileName(run.report);
  return (
    <div class="row">
      <CopyButton text={json} label="Copy as JSON" />
      <SaveButton
        label="Save JSON"
        fileName={`${name}.json`}
        type="application/json"
        text={() => json}
      />
      <SavePlot name={name} report={run.report} />
    </div>
  );
}

function SavePlot({ name, report }: { name: string; report: BenchReport }) {
  const svg = rooflineSvg(report);
  if (svg === null) return null;
  return (
    <SaveButton label="Save plot" fileName={`${name}.svg`} type="image/svg+xml" text={() => svg} />
  );
}

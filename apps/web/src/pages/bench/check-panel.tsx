import type { BenchReport } from "@spikefed/snn-core/bench-figures";
import { checkText, featureText, SOFTWARE } from "../../state/bench-words.ts";
import { FactList } from "../../ui/fact-list.tsx";

export interface CheckPanelProps {
  report: BenchReport;
  /** Why there are no losses. */
  missing: string;
}

/** The device, and what shows that it computes as others do. */
export function CheckPanel({ report, missing }: CheckPanelProps) {
  const { adapter, isSoftware, check } = report;
  return (
    <section class="panel stack" aria-labelledby="check-title">
      <h2 id="check-title">Device and check</h2>
      <FactList
        rows={[
          ["Adapter", isSoftware ? `${adapter} (${SOFTWARE})` : adapter],
          ["Features", featureText(report)],
          ["Losses", check === null ? missing : checkText(check.losses)],
        ]}
      />
      <p class="quiet">
        Losses of two training steps of s4 from a fixed state. Every device must give the same to
        0.001; <span class="command">npm run bench -- --check</span> prints those of the command
        line.
      </p>
    </section>
  );
}

import type { DeviceProbe } from "@spikefed/snn-core/probe";
import type { BenchRun } from "../../state/bench-run.ts";
import { adapterSentence, benchSentence } from "../../state/bench-words.ts";
import type { BenchLink } from "../../worker/bench-link.ts";
import { ReportActions } from "./report-actions.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";

export interface ControlPanelProps {
  probe: DeviceProbe | null;
  run: BenchRun | null;
  isCheck: boolean;
  link: BenchLink;
}

/** What is measured, the buttons, and how far the run is. */
export function ControlPanel({ probe, run, isCheck, link }: ControlPanelProps) {
  const isRunning = run?.outcome === "running";
  const section = useKeptFocus(isRunning);
  return (
    <section class="panel stack" aria-label="Run" ref={section}>
      <p>{adapterSentence(probe)}</p>
      {isRunning ? (
        <div class="row">
          <button type="button" class="tall" onClick={link.stop}>
            Stop
          </button>
        </div>
      ) : (
        <StartButtons isReady={probe !== null} isCheck={isCheck} link={link} />
      )}
      <p role="status" class="bench-sentence">
        {benchSentence(run)}
      </p>
      {isRunning ? <Progress run={run} /> : null}
      {run === null ? null : <ReportActions run={run} />}
    </section>
  );
}

function StartButtons({
  isReady,
  isCheck,
  link,
}: Pick<ControlPanelProps, "isCheck" | "link"> & { isReady: boolean }) {
  if (isCheck) {
    return (
      <div class="row">
        <button type="button" class="tall" disabled={!isReady} onClick={() => link.start("check")}>
          Check again
        </button>
        <a href="/bench">The whole benchmark</a>
      </div>
    );
  }
  return (
    <>
      <div class="row">
        <button
          type="button"
          class="primary tall"
          disabled={!isReady}
          onClick={() => link.start("quick")}
        >
          Run quick
        </button>
        <button type="button" class="tall" disabled={!isReady} onClick={() => link.start("full")}>
          Run everything
        </button>
      </div>
      <p class="quiet">
        Quick takes about a minute on a graphics chip, everything several; a software adapter takes
        many times as long. Close tabs that train meanwhile: they would share the chip.
      </p>
    </>
  );
}

function Progress({ run: { done, total, text } }: { run: BenchRun }) {
  const known = total === 0 ? {} : { value: done, max: total };
  return (
    <div class="stack tight">
      <progress aria-label="Progress of the benchmark" {...known} />
      <p class="quiet">
        {total === 0 ? "Loading." : `Part ${Math.min(done + 1, total)} of ${total}: ${text}.`}
      </p>
    </div>
  );
}

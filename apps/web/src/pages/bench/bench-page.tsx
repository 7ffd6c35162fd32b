// The benchmark: this device's kernels and training steps beside tfjs's, in a worker. Needs no room.

import { type DeviceProbe, probeDevice } from "@spikefed/snn-core/probe";
import { useEffect, useMemo, useState } from "preact/hooks";
import { currentLanguage } from "../../i18n/current-language.ts";
import { t } from "../../i18n/en/frame.ts";
import { adapterProblem } from "../../state/bench-problem.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useWakeLock } from "../../ui/use-wake-lock.ts";
import { benchLink } from "../../worker/bench-link.ts";
import { ControlPanel } from "./control-panel.tsx";
import { Method } from "./method.tsx";
import { Results } from "./results.tsx";
import "./bench.css";

export interface BenchPageProps {
  /** Only the losses of two fixed steps, at once. */
  isCheck: boolean;
}

export default function BenchPage({ isCheck }: BenchPageProps) {
  const probe = useProbe();
  useEffect(() => {
    document.title = "Benchmark - spikefed";
  }, []);
  const problem = probe && adapterProblem(probe, location);
  return (
    <Frame code={null} online={null} data={null}>
      {/* In English on pages of every language. */}
      <main class="wide bench" lang="en" dir="ltr">
        <h1>Benchmark</h1>
        <EnglishOnly />
        <p>
          Times the kernels of this page and whole training steps on this device, beside the same
          work in tfjs ops and against the most that the device does.
        </p>
        {problem ? <Notice problem={problem} /> : <Bench probe={probe} isCheck={isCheck} />}
        <Method />
      </main>
    </Frame>
  );
}

/** In the chosen language, since the rest is not. */
function EnglishOnly() {
  const { code, dir } = currentLanguage.value;
  if (code === "en") return null;
  return (
    <p class="quiet" lang={code} dir={dir}>
      {t("englishOnly")}
    </p>
  );
}

function Bench({ probe, isCheck }: BenchPageProps & { probe: DeviceProbe | null }) {
  const link = useMemo(() => benchLink(() => performance.now()), []);
  useEffect(() => link.stop, [link]);
  useEffect(() => {
    if (isCheck && probe !== null) link.start("check");
  }, [isCheck, probe !== null]);
  const run = link.run.value;
  useWakeLock(run?.outcome === "running");
  return (
    <>
      <ControlPanel probe={probe} run={run} isCheck={isCheck} link={link} />
      {run?.problem ? <Notice problem={run.problem} isLoss /> : null}
      {run === null ? null : <Results run={run} />}
    </>
  );
}

function useProbe(): DeviceProbe | null {
  const [probe, setProbe] = useState<DeviceProbe | null>(null);
  useEffect(() => void probeDevice().then(setProbe), []);
  return probe;
}

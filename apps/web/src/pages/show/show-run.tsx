import type { RunView } from "@spikefed/fl-core";
import type { RosterEntry } from "@spikefed/protocol";
import type { ComponentChildren } from "preact";
import { t } from "../../i18n/en/room.ts";
import { curveKey, curveOf } from "../../state/curve.ts";
import { narration, progressWords, roundTitle } from "../../state/narration.ts";
import { AccuracyChart } from "../../ui/accuracy-chart.tsx";
import { useJoinLink } from "../../ui/join-link.tsx";
import { NumbersTable } from "../../ui/numbers-table.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { Ring, RingLegend } from "../../ui/ring.tsx";
import { LessonReveal } from "../../ui/lesson-reveal.tsx";
import { useKept } from "../../ui/use-kept.ts";
import { useLesson } from "../../ui/use-lesson.ts";
import { ShowQuestion } from "./show-lesson.tsx";
import { useTextSize } from "./use-text-size.ts";

export interface ShowRunProps {
  view: RunView;
  code: string;
  roster: readonly RosterEntry[];
  offline: ComponentChildren;
}

/** The two things and the one sentence: ring, curve, narration. */
export function ShowRun({ view, code, roster, offline }: ShowRunProps) {
  const textSize = useTextSize();
  const link = useJoinLink(code);
  const lesson = useLesson(view, code);
  const reveal = lesson?.reveal ?? null;
  const curve = useKept(
    () => <ShowCurve view={view} textSize={textSize} />,
    [curveKey(view, null), textSize],
  );
  return (
    <main class="show-main show-run">
      <h1>
        {roundTitle(view)}
        <span class="show-progress">{progressWords(view)}</span>
      </h1>
      {offline}
      <ShowQuestion view={view} />
      <div class={reveal === null ? "show-pair" : "show-pair is-told"}>
        {reveal === null ? (
          <figure class="show-ring">
            <Ring view={view} roster={roster} />
            <RingLegend />
          </figure>
        ) : (
          <LessonReveal reveal={reveal} isIncomplete={lesson?.isIncomplete ?? false} />
        )}
        {curve}
      </div>
      <div class="show-foot">
        <p role="status" class="show-sentence">
          {narration(view)}
        </p>
        <QrCode text={link} label={t("qrOf", { link })} />
      </div>
    </main>
  );
}

function ShowCurve({ view, textSize }: { view: RunView; textSize: number }) {
  return (
    <figure class="show-curve">
      <AccuracyChart curve={curveOf(view, null)} textSize={textSize} />
      <NumbersTable view={view} client={null} />
    </figure>
  );
}

import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { t } from "../../i18n/en/volunteer.ts";
import { bytes } from "../../state/format.ts";
import {
  compileSentence,
  groupSentence,
  leftText,
  statusSentence,
  workSentence,
} from "../../state/volunteer-sentence.ts";
import type { Compiled } from "../../worker/messages.ts";
import { useNow } from "../../ui/use-now.ts";
import { useRemaining } from "../../ui/use-round-clock.ts";

export interface StatusPanelProps {
  snapshot: VolunteerSnapshot;
  /** null: no kernel had to be compiled yet. */
  compiled: Compiled | null;
  /** `Date.now()` of the last time that the browser woke this page; null: it never froze it. */
  wokenMs: number | null;
  byBattery: boolean;
}

/** The one status sentence, the bar of my round, and the group in numbers. */
export function StatusPanel({ snapshot, compiled, wokenMs, byBattery }: StatusPanelProps) {
  const { view, phase } = snapshot;
  const remaining = useRemaining(view);
  const rested = isBack(wokenMs, useNow());
  const inRound = phase !== "left" && phase !== "stopped";
  const group = inRound ? groupSentence(view) : null;
  return (
    <section class="status" aria-label={t("status")}>
      <p role="status" class="status-sentence">
        {statusSentence({ ...snapshot, rested, byBattery })}
      </p>
      <Bar snapshot={snapshot} compiled={compiled} />
      {group === null ? null : (
        <p>
          {group} {leftText(remaining)}
        </p>
      )}
    </section>
  );
}

/** For so long a page that was rested says that it is back. */
const BACK_MS = 30_000;

const isBack = (wokenMs: number | null, nowMs: number) =>
  wokenMs !== null && nowMs - wokenMs < BACK_MS;

type BarProps = Pick<StatusPanelProps, "snapshot" | "compiled">;

function Bar({ snapshot: { work, transfer, phase }, compiled }: BarProps) {
  if (transfer !== null) {
    const values = { done: bytes(transfer.done), total: bytes(transfer.total) };
    const words = t(transfer.direction === "down" ? "fetched" : "sentBytes", values);
    return <Progress words={words} done={transfer.done} total={transfer.total} />;
  }
  if (phase === "training" && compiled !== null && compiled.done < compiled.total) {
    return <Progress words={compileSentence(compiled)} {...compiled} />;
  }
  const words = workSentence(work);
  if (work === null || words === null) return null;
  if (phase !== "training" && phase !== "paused") return null;
  return <Progress words={words} done={work.batch} total={work.batches} />;
}

function Progress({ words, done, total }: { words: string; done: number; total: number }) {
  return (
    <>
      <progress aria-label={t("myRound")} value={done} max={Math.max(1, total)} />
      <p class="quiet">{words}</p>
    </>
  );
}

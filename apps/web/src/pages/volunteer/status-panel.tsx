import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { bytes } from "../../state/format.ts";
import {
  groupSentence,
  leftText,
  statusSentence,
  workSentence,
} from "../../state/volunteer-sentence.ts";
import { useRemaining } from "../../ui/use-round-clock.ts";

/** The one status sentence, the bar of my round, and the group in numbers. */
export function StatusPanel({ snapshot }: { snapshot: VolunteerSnapshot }) {
  const { view, phase } = snapshot;
  const remaining = useRemaining(view);
  const inRound = phase !== "left" && phase !== "stopped";
  const group = inRound ? groupSentence(view) : null;
  return (
    <section class="status" aria-label="Status">
      <p role="status" class="status-sentence">
        {statusSentence(snapshot)}
      </p>
      <Bar snapshot={snapshot} />
      {group === null ? null : (
        <p>
          {group} {leftText(remaining)}
        </p>
      )}
    </section>
  );
}

function Bar({ snapshot: { work, transfer, phase } }: { snapshot: VolunteerSnapshot }) {
  if (transfer !== null) {
    const verb = transfer.direction === "down" ? "Fetched" : "Sent";
    const words = `${verb} ${bytes(transfer.done)} of ${bytes(transfer.total)}.`;
    return <Progress words={words} done={transfer.done} total={transfer.total} />;
  }
  const words = workSentence(work);
  if (work === null || words === null) return null;
  if (phase !== "training" && phase !== "paused") return null;
  return <Progress words={words} done={work.batch} total={work.batches} />;
}

function Progress({ words, done, total }: { words: string; done: number; total: number }) {
  return (
    <>
      <progress aria-label="My round" value={done} max={Math.max(1, total)} />
      <p class="quiet">{words}</p>
    </>
  );
}

// The title of a volunteer's tab: all that a hidden tab can show.

import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { t } from "../i18n/en/tab.ts";
import { t as tVolunteer } from "../i18n/en/volunteer.ts";
import { percent } from "./format.ts";
import { documentTitle } from "./narration.ts";

type Facts = Pick<VolunteerSnapshot, "phase" | "view" | "work">;

/** "68 % - round 3" while a hidden tab trains: its own round. Else as every page's. */
export function tabTitle(snapshot: Facts | null, hidden: boolean): string {
  const work = snapshot?.phase === "training" ? snapshot.work : null;
  if (!hidden || work === null)
    return documentTitle(snapshot?.view ?? null, tVolunteer("volunteering"));
  const done = work.batches > 0 ? work.batch / work.batches : 0;
  return t("titleTraining", { percent: percent(done, 0), round: work.round });
}

// When the spike raster is due: once after a round's first batch, and once when it is sent.

import type { VolunteerSnapshot } from "@spikefed/volunteer";

export function traceTrigger(): (
  snapshot: Pick<VolunteerSnapshot, "phase" | "view" | "work">,
) => boolean {
  let last = "";
  return ({ phase, view, work }) => {
    const hasModel = phase === "training" && (work?.batch ?? 0) > 0;
    if (!hasModel && phase !== "sent") return false;
    const moment = `${view.runId} ${view.round} ${phase}`;
    if (moment === last) return false;
    last = moment;
    return true;
  };
}

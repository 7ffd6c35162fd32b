// Whether models are made whenever a buffer is full, so that no round has a cohort and a deadline.

import type { RunView } from "@spikefed/fl-core";

export const isBuffered = ({ settings }: Pick<RunView, "settings">): boolean =>
  settings?.scheduler.kind === "fedbuff";

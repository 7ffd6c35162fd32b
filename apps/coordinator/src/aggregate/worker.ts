// The aggregation worker: keeps checks and sums away from the thread that answers volunteers.

import { UpdateDesk } from "@spikefed/run-store";

import { serve } from "../threads/serve.ts";
import type { AggregateCalls } from "./aggregator.ts";

const desk = new UpdateDesk();

// The disk flushes one update while the next is checked.
serve<AggregateCalls>(
  {
    check: (input) => desk.check(input),
    count: (input) => desk.count(input),
    average: (input) => desk.average(input),
  },
  { overlap: true },
);

// The aggregation worker: keeps checks and sums away from the thread that answers volunteers.

import { average, checkUpdate } from "@spikefed/run-store";

import { serve } from "../threads/serve.ts";
import type { AggregateCalls } from "./aggregator.ts";

// The disk flushes one update while the next is checked.
serve<AggregateCalls>({ check: checkUpdate, average }, { overlap: true });

// The aggregation worker: keeps checks and sums away from the thread that answers volunteers.

import { serve } from "../threads/serve.ts";
import type { AggregateCalls } from "./aggregator.ts";
import { average, checkUpdate } from "./work.ts";

serve<AggregateCalls>({ check: checkUpdate, average });

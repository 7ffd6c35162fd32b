// Named moments of the coordinator at which a trial may end it, as a power cut or `kill -9` would.

export { failpoint } from "./failpoint.ts";
export { failpoints, type DurableFile, type Failpoint } from "./names.ts";

// Loaded into the coordinator's process by the trial: on SIGUSR2 it collects garbage and tells its memory.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

process.on("SIGUSR2", () => {
  collect();
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  console.error(`memory ${rss} ${heapUsed} ${external};`);
});

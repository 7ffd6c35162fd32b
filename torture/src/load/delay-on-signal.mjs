// Loaded into the coordinator's process by the trial: on SIGUSR2 it tells how late its event loop was
// since the last time, nanoseconds, and its memory.
import { monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

process.on("SIGUSR2", () => {
  const { rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  console.error(`load ${delay.percentile(99)} ${delay.max} ${rss} ${user + system};`);
  delay.reset();
});

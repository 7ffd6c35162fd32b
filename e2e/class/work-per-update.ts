// What each update costs a page: from the browser's trace to milliseconds of its main thread.

/** An event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  /** Of a task: from its start to its end. */
  dur?: number;
  /** Of a task: what of it the thread had the processor for. */
  tdur?: number;
}

/** What a page marks when an update arrives; `name` is the page's. */
export const markOf = (name: string): string => `update of ${name}`;

interface Task {
  startUs: number;
  endUs: number;
  workUs: number;
}

/** Milliseconds of one update. */
export interface Work {
  /** Of the task in which it arrives: what the page's own code makes of it. */
  handledMs: number;
  /** Of all tasks until the next one arrives, whatever they were for: style, layout, paint, clocks. */
  allMs: number;
}

/**
 * What each update of a page costs its main thread, in the order of arrival. Updates that arrive in one
 * task share it evenly. What follows the last one is not known, and it is left out.
 *
 * @param trace with tasks as `RunTask` and the page's marks
 */
export function workPerUpdate(trace: readonly TraceEvent[], page: string): Work[] {
  const marks = trace.filter(({ name }) => name === markOf(page));
  const thread = marks[0];
  if (thread === undefined) return [];
  const own = trace.filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid);
  const tasks = own.filter(({ name }) => name === "RunTask").map(taskOf);
  const times = marks.map(({ ts }) => ts).sort((a, b) => a - b);
  const work: { updates: number; handledUs: number; allUs: number }[] = [];
  for (const task of tasks.sort((a, b) => a.startUs - b.startUs)) {
    const updates = times.filter((time) => task.startUs <= time && time <= task.endUs).length;
    if (updates > 0) work.push({ updates, handledUs: task.workUs, allUs: 0 });
    const last = work.at(-1);
    if (last !== undefined) last.allUs += task.workUs;
  }
  return work.slice(0, -1).flatMap(({ updates, handledUs, allUs }) => {
    const share = (us: number) => us / updates / 1000;
    return Array<Work>(updates).fill({ handledMs: share(handledUs), allMs: share(allUs) });
  });
}

function taskOf({ ts, dur = 0, tdur = dur }: TraceEvent): Task {
  return { startUs: ts, endUs: ts + dur, workUs: tdur };
}

export interface Spread {
  updates: number;
  median: number;
  p95: number;
  max: number;
}

/** The nearest rank of each; NaN of no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  return { updates: sorted.length, median: rank(0.5), p95: rank(0.95), max: rank(1) };
}

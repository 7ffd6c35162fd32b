// A page in a process of its own, which marks each update that it gets.
import type { Browser, Page } from "@playwright/test";
import { markOf, type TraceEvent } from "./work-per-update.ts";

/** @param name by which its marks are told from those of other pages */
export async function openTracedPage(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(markUpdates, markOf(name));
  return context.newPage();
}

/**
 * Runs on the page: news of the room and of its own worker. Each listener is there before those of the
 * page, so that a mark lies at the beginning of the task.
 */
function markUpdates(mark: string): void {
  const note = () => performance.mark(mark);
  window.WebSocket = class extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      // Socket.IO's packets: an event begins with 42.
      this.addEventListener("message", ({ data }) => {
        if (String(data).startsWith("42")) note();
      });
    }
  };
  window.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener("message", ({ data }: MessageEvent<{ type: string }>) => {
        if (data.type === "snapshot" || data.type === "trace") note();
      });
    }
  };
}

/** Tasks of all threads, and marks. */
const categories = ["-*", "disabled-by-default-devtools.timeline", "blink.user_timing"];

/** The trace of what happens until the given work is done. */
export async function traceWhile(
  browser: Browser,
  work: () => Promise<void>,
): Promise<TraceEvent[]> {
  await browser.startTracing(undefined, { categories });
  await work();
  const text = (await browser.stopTracing()).toString();
  return (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents;
}

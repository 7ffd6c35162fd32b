// `GET /report`: the run so far as one page to read, keep and print. No key is asked for: it tells
// what the run log tells, which everybody in the room may read, and like the log it knows no names.
// How the pictures are dealt is the host's to see, on its own page.

import type { LogEvent } from "@spikefed/protocol";
import type { ModelFigures } from "@spikefed/report";
import type { FastifyInstance } from "fastify";

import type { Room } from "../room/room.ts";

type Render = (events: readonly LogEvent[], figures: ModelFigures | null) => string;

/** Of the time, at most this part is spent on pages that somebody asks for again and again. */
const SHARE = 0.1;

export function addReport(app: FastifyInstance, room: Room): void {
  let page: ReturnType<typeof keptPage> | null = null; // the start does not wait for what renders
  app.get("/report", async (_request, reply) => {
    const { policy, render } = await import("./render-report.ts");
    page ??= keptPage(() => performance.now(), render);
    const { log, folder, figures } = room.run.parts;
    void reply.headers({
      ...{ "cache-control": "no-store", "content-type": "text/html; charset=utf-8" },
      "content-security-policy": policy,
    });
    return reply.send(page(folder.runId, log.events, figures.newest));
  });
}

/**
 * A page made anew when its log has grown (with every figure a line is written), but not sooner after the last time than `SHARE` allows.
 *
 * @param now Milliseconds.
 */
export function keptPage(now: () => number, make: Render) {
  let kept = { runId: "", events: 0, html: "", notBeforeMs: 0 };
  return (runId: string, events: readonly LogEvent[], figures: ModelFigures | null): string => {
    const isSame = kept.runId === runId && kept.events === events.length;
    if (isSame || (kept.runId === runId && now() < kept.notBeforeMs)) return kept.html;
    const startMs = now();
    const html = make(events, figures);
    const endMs = now();
    const notBeforeMs = endMs + (endMs - startMs) / SHARE;
    kept = { runId, events: events.length, html, notBeforeMs };
    return html;
  };
}

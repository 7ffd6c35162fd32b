// A full classroom on one machine: 8 robots, 21 volunteers without a browser and one tab, with the host
// page, the wall and a watcher.
import path from "node:path";
import { overflow } from "../support/accessible.ts";
import { eventsOf, type LogEvent } from "../support/log.ts";
import { button, join, onProcessor, openHost, startRun } from "../support/pages.ts";
import { root, runTypescript } from "../support/process.ts";
import { expect, test, type Page } from "../support/test.ts";
import { openTracedPage, traceWhile } from "./traced-page.ts";
import { spreadOf, workPerUpdate, type Spread, type Work } from "./work-per-update.ts";

const ROBOTS = 8;
const HEADLESS = 21;
const VOLUNTEERS = ROBOTS + HEADLESS + 1;
const ROUNDS = 5;
/** Milliseconds of a page's main thread, for what its own code does. */
const MOST_MS = 4;
/** Why somebody's update of a round may be missing. */
const troubles = ["training-failed", "update-refused", "left", "rejoined"];

test.use({
  run: {
    dataset: "shapes",
    settings: {
      ...{ rounds: ROUNDS, clients: VOLUNTEERS, samplesPerClient: 32, timesteps: 2 },
      ...{ evaluateEvery: 5, roundSeconds: 120 },
    },
  },
});

test("thirty volunteers: pages keep under 4 ms an update, no deadline is missed", async ({
  browser,
  coordinator: { links, log },
}) => {
  const names = ["host", "wall", "volunteer", "watcher"] as const;
  const open = (name: string) => openTracedPage(browser, name);
  const pages = await Promise.all(names.map(open));
  const [host, wall, tab, watcher] = pages as [Page, Page, Page, Page];
  await openHost(host, links);
  await wall.goto(links.show);
  await watcher.goto(`${links.origin}/room/${links.code}?watch=1`);
  await join(tab, links, onProcessor);
  const headless = runTypescript("apps/cli/src/main.ts", [
    ...["volunteer", "--url", links.join, "--count", String(HEADLESS)],
    ...["--executor", "kernels/wasm", "--name", "Desk"],
  ]);
  try {
    await addRobots(host);
    const trace = await traceWhile(browser, async () => {
      await startRun(host, VOLUNTEERS);
      // Looking at the pages would be work of theirs.
      const ended = async () => eventsOf(await log(), "run-ended").length;
      await expect.poll(ended, { timeout: 600_000, intervals: [1000] }).toBe(1);
    });
    for (const name of names) report(name, workPerUpdate(trace, name));
    await drawTable(host);
    const lines = beforeEnd(await log());
    expect(lines.filter(({ type }) => troubles.includes(type))).toEqual([]);
    const rounds = eventsOf(lines, "round-closed");
    expect(rounds.map(({ why, missing }) => [why, missing])).toEqual(
      Array.from({ length: ROUNDS }, () => ["all-reported", []]),
    );
  } finally {
    await headless.stop("SIGTERM");
  }
});

/** After it everybody may leave. */
function beforeEnd(lines: readonly LogEvent[]): LogEvent[] {
  return lines.slice(0, 1 + lines.findIndex(({ type }) => type === "run-ended"));
}

async function addRobots(host: Page): Promise<void> {
  for (let robots = 1; robots <= ROBOTS; robots++) {
    await button(host, "Add a robot").click();
    await expect(host.getByText(`Helping: ${robots}.`)).toBeVisible();
  }
}

function report(name: string, work: readonly Work[]): void {
  const handled = spreadOf(work.map(({ handledMs }) => handledMs));
  const all = spreadOf(work.map(({ allMs }) => allMs));
  console.log(`${name}: ${work.length} updates; handled ${words(handled)}; all ${words(all)}`);
  expect.soft(handled.p95, `${name}, 95 % of its updates`).toBeLessThan(MOST_MS);
}

const words = ({ median, p95, max }: Spread): string => {
  const [m, p, x] = [median, p95, max].map((ms) => ms.toFixed(2));
  return `median ${m}, p95 ${p}, most ${x} ms`;
};

/** The host's table as somebody would use it, and as pictures. */
async function drawTable(host: Page): Promise<void> {
  const table = host.getByRole("region", { name: "Volunteers", exact: true });
  await expect(host.locator("table.roster tbody tr")).toHaveCount(VOLUNTEERS);
  for (const width of [320, 1280]) {
    await host.setViewportSize({ width, height: 900 });
    expect(await overflow(host), `pixels to the side at ${width}`).toBeLessThanOrEqual(0);
    const file = path.join(root, "test-results/class", `host-table-${width}.png`);
    await table.screenshot({ path: file, animations: "disabled" });
  }
}

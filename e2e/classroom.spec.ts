// The main job: three tabs train together with WebGPU on real pictures. One is closed while it
// trains, one is reloaded.
import {
  accuracyOf,
  eventsOf,
  figuresOf,
  readLog,
  type Figures,
  type LogEvent,
} from "./support/log.ts";
import {
  curveAt,
  expectTraining,
  join,
  logLine,
  onWebgpu,
  openHost,
  readFigures,
  startRun,
  statusOf,
} from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

const ROUNDS = 6;

test.use({
  run: {
    dataset: "cifar10",
    settings: {
      ...{ rounds: ROUNDS, clients: 3, samplesPerClient: 192, testSamples: 400 },
      // Half the usual: so few batches make the curve jump less.
      "optimizer.learningRate": 0.05,
    },
  },
});

test("three tabs train with WebGPU through a closed and a reloaded tab, and the log replays", async ({
  page: host,
  coordinator: { links, log, savedLog },
  openTab,
}) => {
  test.setTimeout(600_000);
  await openHost(host, links);
  const [stays, comesBack] = [await openTab(), await openTab()];
  const [goes, show] = [await openTab(), await openTab()];
  await show.goto(links.show);
  await join(stays, links, onWebgpu);
  const name = await join(comesBack, links, onWebgpu);
  await join(goes, links, onWebgpu);
  await expect(stays.getByText("Trains with own engine on WebGPU")).toBeVisible();
  await startRun(host, 3);

  await test.step("a tab is closed while it trains: its round ends without it", async () => {
    await expectTraining(goes, 2);
    await goes.close();
    await expect(logLine(host, /^Round \d closed with 2 of 3:/)).toBeVisible({ timeout: 120_000 });
  });

  await test.step("a tab is reloaded while it trains: it comes back as the same volunteer", async () => {
    await expectTraining(comesBack, 3);
    await comesBack.reload();
    await expect(logLine(host, `${name} is back.`)).toBeVisible();
    await expect(comesBack.getByRole("banner").getByText(name)).toBeVisible();
  });

  await expect(statusOf(stays)).toHaveText(/^The run is over after 6 rounds\./, {
    timeout: 300_000,
  });
  const events = await log();
  const client = clientJoined(events, 2);
  await test.step("the log tells it so", () => {
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    const devices = eventsOf(events, "joined").map(({ device }) => device);
    expect(devices).toEqual(["software-gpu", "software-gpu", "software-gpu"]);
    expect(eventsOf(events, "rejoined").map((event) => event.client)).toEqual([client]);
    const without = eventsOf(events, "round-closed").find(({ missing }) => missing!.length > 0);
    expect(without).toMatchObject({ why: "all-reported", missing: [clientJoined(events, 3)] });
    const [back] = eventsOf(events, "rejoined");
    const later = eventsOf(events, "update-accepted").filter(({ seq }) => seq > back!.seq);
    expect(later.map((event) => event.client)).toContain(client);
  });

  await test.step("the group has learned: well above guessing, which gives 10 %", () => {
    const figures = figuresOf(events).map(({ group }) => group);
    test.info().annotations.push({ type: "accuracy", description: figures.join(", ") });
    expect(figures).toHaveLength(ROUNDS);
    expect(accuracyOf(events, 3)).toBeGreaterThanOrEqual(0.2);
  });

  await test.step("the saved log replays to the figures on every page", async () => {
    const figures = figuresOf(readLog(await savedLog()));
    for (const each of [host, stays, comesBack, show]) await expectFigures(each, figures);
    await host.reload(); // a page that opens later folds the same log
    await expectFigures(host, figures);
  });
});

/** Number of the nth volunteer who joined. */
function clientJoined(events: readonly LogEvent[], nth: number): number {
  return eventsOf(events, "joined")[nth - 1]!.client!;
}

async function expectFigures(page: Page, figures: Figures[]): Promise<void> {
  await expect(curveAt(page, figures.at(-1)!)).toBeVisible();
  await expect.poll(() => readFigures(page)).toEqual(figures);
}

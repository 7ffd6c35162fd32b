// The graphics device is lost while a tab trains: once it picks up again, the second time it pauses with
// advice. The device is a software one, and really destroyed.
import { eventsOf } from "./support/log.ts";
import { button, join, logLine, onWebgpu, openHost, startRun, statusOf } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({
  run: {
    dataset: "shapes",
    settings: {
      ...{ rounds: 2, clients: 1, samplesPerClient: 32, timesteps: 2 },
      ...{ stepMode: true, roundSeconds: 900 },
    },
  },
});

/** In the tab's worker: how many devices are lost at their next use, and how new ones are made. */
interface Fate {
  losses: number;
  /** New devices wait until it is called; null: they do not wait. */
  release: (() => void) | null;
}
type Fated = typeof globalThis & { fate: Fate };

/** The worker that owns the device. */
async function trainerOf(tab: Page) {
  await expect.poll(() => tab.workers().length).toBe(1);
  return tab.workers()[0]!;
}

/** Runs in the worker. */
function takeFate(): void {
  const fate: Fate = { losses: 0, release: null };
  (globalThis as Fated).fate = fate;
  const { createCommandEncoder } = GPUDevice.prototype;
  const doomed = new WeakSet<GPUDevice>();
  GPUDevice.prototype.createCommandEncoder = function (...args) {
    if (fate.losses > 0 && !doomed.has(this)) {
      fate.losses--;
      doomed.add(this);
      this.destroy();
    }
    return createCommandEncoder.apply(this, args);
  };
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    if (fate.release !== null) await new Promise<void>((resolve) => (fate.release = resolve));
    return requestDevice.apply(this, args);
  };
}

test("a lost device is replaced once in a round; lost again, the tab pauses and says what helps", async ({
  page: host,
  coordinator: { links, log },
  openTab,
}) => {
  test.setTimeout(600_000);
  const tab = await openTab();
  const name = await join(tab, links, `${onWebgpu}&tuning=plain`);
  await openHost(host, links);
  const state = host.getByRole("row").filter({ hasText: name }).getByRole("cell").nth(1);
  const worker = await trainerOf(tab);
  await worker.evaluate(takeFate);

  await test.step("lost once: both pages say so, and the round gets its update", async () => {
    await worker.evaluate(() => {
      const { fate } = globalThis as Fated;
      Object.assign(fate, { losses: 1, release: () => undefined });
    });
    await startRun(host, 1);
    await expect(statusOf(tab)).toHaveText("Graphics chip restarted. Picking up again.", {
      timeout: 120_000,
    });
    await expect(state).toHaveText("restarting");
    await worker.evaluate(() => {
      const { fate } = globalThis as Fated;
      const { release } = fate;
      fate.release = null;
      release?.();
    });
    await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible({ timeout: 180_000 });
    expect(eventsOf(await log(), "update-accepted", 1)).toHaveLength(1);
  });

  await test.step("lost twice: it pauses, and the host sees that it needs help", async () => {
    await worker.evaluate(() => void ((globalThis as Fated).fate.losses = 2));
    await button(host, "Next round").click();
    await expect(tab.getByRole("alert")).toContainText("The graphics device failed twice", {
      timeout: 180_000,
    });
    await expect(statusOf(tab)).toHaveText(/^This device has paused by itself\./);
    await expect(tab.getByRole("link", { name: "Train on the processor" })).toBeVisible();
    await expect(tab.getByRole("link", { name: "Watch instead" })).toBeVisible();
    await expect(state).toHaveText("error");
  });

  await test.step("tried gently, it helps to the end", async () => {
    await button(tab, "Try gently").click();
    await expect(tab.getByRole("alert")).toHaveCount(0);
    await expect(statusOf(tab)).toHaveText(/^The run is over after 2 rounds\./, {
      timeout: 180_000,
    });
    expect(eventsOf(await log(), "update-accepted", 2)).toHaveLength(1);
  });
});

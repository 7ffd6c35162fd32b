// The coordinator goes and comes back in the middle of a run.
import { createHash } from "node:crypto";
import { eventsOf, readLog } from "./support/log.ts";
import {
  button,
  expectTraining,
  join,
  logLine,
  openHost,
  startRun,
  statusOf,
} from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

const ROUNDS = 5;

test.use({
  run: { dataset: "shapes", settings: { rounds: ROUNDS, clients: 2, samplesPerClient: 96 } },
  // Chromium reports each try to connect.
  expectedErrors: /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket/,
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`after ${signal} the coordinator, the pages and the run go on where they were`, async ({
    page: host,
    coordinator,
    openTab,
  }) => {
    test.setTimeout(240_000);
    const { links } = coordinator;
    await openHost(host, links);
    const tabs = [await openTab(), await openTab()];
    for (const tab of tabs) await join(tab, links);
    await startRun(host, 2);
    await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible({ timeout: 120_000 });
    await expectTraining(tabs[0]!, 2);

    const code = await coordinator.stop(signal);
    expect(code).toBe(signal === "SIGTERM" ? 0 : null);
    for (const tab of tabs) {
      await expect(statusOf(tab)).toHaveText("Reconnecting. Your work is kept.");
    }
    await expect(host.getByText("not connected", { exact: true })).toBeVisible();
    for (const name of ["Stop", "Add a robot"]) await expect(button(host, name)).toBeDisabled();
    await expect(button(host, "Stop")).toHaveAccessibleDescription(/^Not connected:/);
    const before = await coordinator.savedLog();

    await coordinator.startAgain();
    for (const each of [host, ...tabs]) {
      await expect(each.getByText("connected", { exact: true })).toBeVisible();
    }
    await expect(button(host, "Stop")).toBeEnabled();
    await expect(
      logLine(host, /^The coordinator was started again and goes on in round \d\./),
    ).toBeVisible();

    await test.step("nothing is lost: the log goes on, the last model is there", async () => {
      expect(await coordinator.savedLog()).toContain(before);
      const { modelHash = "" } = eventsOf(readLog(before), "aggregated").at(-1)!;
      const model = await fetch(`${links.origin}/models/${modelHash}`);
      expect(model.status).toBe(200);
      expect(sha256(await model.arrayBuffer())).toBe(modelHash);
    });

    await test.step("the run goes on to its end with the same volunteers", async () => {
      await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
      const log = await coordinator.log();
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index));
      expect(eventsOf(log, "joined")).toHaveLength(2);
      expect(eventsOf(log, "rejoined").map(({ client }) => client)).toHaveLength(2);
      expect(eventsOf(log, "evaluated").map(({ round }) => round)).toEqual([1, 2, 3, 4, 5]);
    });
  });
}

function sha256(bytes: ArrayBuffer): string {
  return createHash("sha256").update(new Uint8Array(bytes)).digest("hex");
}

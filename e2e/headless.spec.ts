// Volunteers without a browser.
import { overflow } from "./support/accessible.ts";
import { eventsOf } from "./support/log.ts";
import { logLine, openHost, startRun } from "./support/pages.ts";
import { runTypescript } from "./support/process.ts";
import { expect, test } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 2 } } });

test("two volunteers of the command line join, help in each round and end with the run", async ({
  page: host,
  coordinator: { links, log },
}) => {
  await openHost(host, links);
  const volunteers = runTypescript("apps/cli/src/main.ts", [
    ...["volunteer", "--url", links.join],
    ...["--count", "2", "--executor", "kernels/wasm"],
  ]);
  try {
    await startRun(host, 2);
    await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
    const popup = host.waitForEvent("popup");
    await host.getByRole("link", { name: "Report", exact: true }).click();
    const report = await popup;
    await expect(report.getByText("all rounds done")).toBeVisible();
    expect(await overflow(report)).toBeLessThanOrEqual(0);
    await report.close();
    const sent = eventsOf(await log(), "update-accepted");
    expect(sent.map(({ round, client }) => `${round}-${client}`).sort()).toEqual([
      ...["1-1", "1-2", "2-1", "2-2"],
    ]);
  } finally {
    await volunteers.stop("SIGTERM");
  }
});

test("an address without a coordinator ends with the reason and exit code 2", async () => {
  const nobody = runTypescript("apps/cli/src/main.ts", ["volunteer", "--url", "127.0.0.1:1"]);
  await nobody.says(/there is no coordinator at/);
  expect(await nobody.ended).toBe(2);
});

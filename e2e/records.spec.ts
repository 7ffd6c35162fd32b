// What a volunteer's page shows of the record that counted it.
import { join, logLine, openHost, startRun } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 1, minReports: 1 } } });

test("a volunteer's page shows the record of its round, fetched and checked there", async ({
  page,
  openTab,
  coordinator: { links },
}) => {
  await join(page, links);
  await page.getByText("This device", { exact: true }).click();
  const row = (term: string) => page.locator("dl > div").filter({ hasText: term });
  await expect(row("Last record")).toContainText("none has counted this device yet");
  const host = await openTab();
  await openHost(host, links);
  await startRun(host, 1);
  await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
  await expect(row("Record checked")).toContainText(
    "as the log names it: yes; has this device's update: yes; " +
      "follows the record before: yes; signature: yes; key as before: yes",
  );
  const served = await fetch(`${links.origin}/api/records/1`);
  const { hash } = (await served.json()) as { hash: string };
  await expect(row("Last record")).toContainText(`round 1: ${hash}`);
});

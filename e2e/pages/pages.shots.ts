// Every page, before the start, between two rounds, and where something is missing.
import { openHost, join, logLine, startRun, statusOf } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";
import { drawSheet } from "./sheet.ts";

const settings = { rounds: 3, stepMode: true, samplesPerClient: 128 };
test.use({ run: { dataset: "shapes", settings } });

test("every page as a sheet", async ({ page: host, coordinator: { links }, openTab }) => {
  const [tab, watcher, show, other, paper] = [
    ...[await openTab(), await openTab(), await openTab(), await openTab(), await openTab()],
  ] as const;
  const problems: string[] = [];
  const draw = async (page: typeof host, name: string) =>
    problems.push(...(await drawSheet(page, paper, name)));

  await other.goto(links.join);
  await draw(other, "join");
  await other.goto(`${links.origin}/explain`);
  await draw(other, "explain");
  await other.goto(`${links.origin}/j/BBBB`);
  await draw(other, "unknown-room");
  await other.goto(`${links.origin}/bench`);
  await draw(other, "bench");

  await join(tab, links);
  await openHost(host, links);
  await show.goto(links.show);
  await watcher.goto(`${links.origin}/room/${links.code}?watch=1`);
  await expect(statusOf(show)).toHaveText("1 here");
  await draw(show, "show-lobby");
  await draw(host, "host-lobby");
  await draw(tab, "volunteer-lobby");

  await startRun(host, 1);
  await expect(logLine(host, /^Round 1: accuracy/)).toBeVisible();
  await host.locator("button.primary.large").click();
  await expect(logLine(host, /^Round 2: accuracy/)).toBeVisible();
  await draw(tab, "volunteer");
  await draw(show, "show");
  await draw(host, "host");
  await draw(watcher, "watch");
  expect(problems, "what does not fit").toEqual([]);
});

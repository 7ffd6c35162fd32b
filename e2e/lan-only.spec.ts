// A class without internet: the coordinator is all that pages need.
import { join, logLine, openHost, startRun } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 1 } } });

test("joining and a whole round send every request to the coordinator", async ({
  page: host,
  context,
  coordinator: { links },
  openTab,
}) => {
  const asked = new Set<string>();
  context.on("request", (request) => asked.add(new URL(request.url()).host));
  context.on("page", (page) => page.on("websocket", (ws) => asked.add(new URL(ws.url()).host)));
  await openHost(host, links);
  const show = await openTab();
  await show.goto(links.show);
  const tab = await openTab();
  await join(tab, links);
  await startRun(host, 1);
  await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
  expect([...asked]).toEqual([new URL(links.origin).host]);
});

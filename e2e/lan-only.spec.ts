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
  const [show, tab] = [await openTab(), await openTab()];
  const asked: URL[] = [];
  context.on("request", (request) => asked.push(new URL(request.url())));
  for (const page of [host, show, tab]) {
    page.on("websocket", (socket) => asked.push(new URL(socket.url())));
  }
  await openHost(host, links);
  await show.goto(links.show);
  await join(tab, links);
  await startRun(host, 1);
  await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
  expect(new Set(asked.map((url) => url.host))).toEqual(new Set([new URL(links.origin).host]));
  // The worker's requests were heard too.
  const folders = asked.map(({ pathname }) => pathname.split("/")[1]);
  expect(folders).toEqual(expect.arrayContaining(["assets", "models", "shards", "socket.io"]));
});

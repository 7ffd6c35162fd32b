// A class without internet: the coordinator is all that pages need.
import { withWebgpu } from "./support/browser.ts";
import { join, logLine, openHost, startRun } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({
  // Whatever asks, also in a worker or by a WebSocket, finds this machine only.
  launchOptions: {
    ...withWebgpu,
    args: [...withWebgpu.args!, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
  },
  run: { dataset: "shapes", settings: { rounds: 1 } },
});

test("with all outside requests blocked a class joins and trains, and no page tries one", async ({
  page: host,
  context,
  coordinator: { links },
  openTab,
}) => {
  const [show, tab] = [await openTab(), await openTab()];
  const asked: URL[] = [];
  const tried: string[] = [];
  context.on("request", (request) => asked.push(new URL(request.url())));
  await context.route(
    ({ hostname }) => hostname !== "localhost",
    async (route) => {
      tried.push(route.request().url());
      await route.abort("internetdisconnected");
    },
  );
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
  expect(tried).toEqual([]);

  await test.step("an outside request would have been heard, and would have failed", async () => {
    const outside = "http://192.0.2.1/"; // an address for documentation, which nobody has
    await expect(tab.goto(outside)).rejects.toThrow("ERR_INTERNET_DISCONNECTED");
    expect(tried).toEqual([outside]);
    await context.unrouteAll();
    await expect(tab.goto(outside)).rejects.toThrow("ERR_NAME_NOT_RESOLVED");
  });
});

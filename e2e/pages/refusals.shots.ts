// Pages that say no or cannot go on: what happened, and the one thing to do.
import { withoutWebgpu } from "../support/browser.ts";
import { speakOlder } from "../support/older-page.ts";
import { button, join, onProcessor, openHost, statusOf } from "../support/pages.ts";
import { expect, test, type Page } from "../support/test.ts";
import { openSheet, type Sheet } from "./sheet.ts";

test.use({
  launchOptions: withoutWebgpu,
  run: { dataset: "shapes", settings: { clients: 1, samplesPerClient: 32 } },
  expectedErrors: /./, // they are what is drawn
});

interface Case {
  title: string;
  address: string;
  /** What it says when it is there. */
  says: string | RegExp;
  /** Done to the page before. */
  first?: (page: Page) => Promise<unknown>;
  /** Done on the page. */
  then?: (page: Page) => Promise<void>;
}

/** As if the coordinator were gone; what the page is made of still comes. */
const nobodyAnswers = (page: Page) =>
  page.route(/\/(socket\.io|api)\//, (route) => route.abort("connectionrefused"));

const pressJoin = (page: Page) => button(page, "Join the room").click();

async function drawCases(sheet: Sheet, page: Page, cases: readonly Case[]): Promise<void> {
  for (const { title, address, says, first, then } of cases) {
    await first?.(page);
    await page.goto(address);
    await then?.(page);
    await expect(page.getByText(says).first()).toBeVisible();
    await sheet.draw(page, title);
    await page.goto("about:blank"); // before the way is free, else it would join after all
    await page.unrouteAll({ behavior: "ignoreErrors" });
  }
}

async function expectAllFit(sheet: Sheet): Promise<void> {
  expect(await sheet.print(), "what does not fit").toEqual([]);
}

test("join pages", async ({ page, coordinator: { links }, openTab }) => {
  const sheet = openSheet(await openTab(), "refusals-join");
  await drawCases(sheet, page, [
    { title: "no WebGPU", address: links.join, says: "It trains on the processor, slower." },
    {
      title: "no https",
      address: links.join.replace("localhost", "spikefed.test"),
      says: "The address is then https",
    },
    { title: "no such room", address: `${links.origin}/j/BBBB`, says: "There is no room BBBB" },
    {
      title: "nobody answers",
      address: links.join,
      says: "The coordinator does not answer.",
      first: nobodyAnswers,
    },
    { title: "no such page", address: `${links.origin}/nowhere`, says: "There is no page at this" },
  ]);
  await expectAllFit(sheet);
});

test("volunteers' pages", async ({ page, coordinator: { links }, openTab }) => {
  const sheet = openSheet(await openTab(), "refusals-volunteer");
  const toJoin = links.join + onProcessor;
  await drawCases(sheet, page, [
    {
      title: "another version",
      address: toJoin,
      says: "Reload the page.",
      first: speakOlder,
      then: pressJoin,
    },
    {
      title: "no such room",
      address: `${links.origin}/j/BBBB${onProcessor}`,
      says: "No room BBBB.",
      then: pressJoin,
    },
    {
      title: "the training code did not load",
      address: toJoin,
      says: "This device cannot go on",
      first: (tab) => tab.route(/train\.worker/, (route) => route.abort()),
      then: pressJoin,
    },
    {
      title: "nobody answers",
      address: toJoin,
      says: "The coordinator does not answer.",
      first: nobodyAnswers,
      then: pressJoin,
    },
  ]);

  const [host, inside] = [await openTab(), await openTab()];
  await openHost(host, links);
  const name = await join(inside, links);
  const another = "Already training in another tab";
  await drawCases(sheet, page, [
    { title: "in another tab", address: toJoin, says: another },
    { title: "room full", address: toJoin, says: "The only share is taken.", then: pressJoin },
  ]);
  await button(host, `Actions for ${name}`).click();
  await host.getByRole("button", { name: "Remove", exact: true }).click();
  await button(host, "Remove for good").click();
  await expect(inside.getByText("The host removed this device.")).toBeVisible();
  await sheet.draw(inside, "removed");

  await host.getByRole("checkbox", { name: /^Newcomers wait/ }).check();
  await page.goto(toJoin);
  await pressJoin(page);
  await expect(statusOf(page)).toHaveText(/^You are at the door\./);
  await sheet.draw(page, "at the door, by invitation only");
  await button(host, /^Turn .+ away$/).click();
  await expect(page.getByText("The host did not let this device in.")).toBeVisible();
  await sheet.draw(page, "turned away");
  await expectAllFit(sheet);
});

test("the host's and the wall's pages", async ({ page, coordinator: { links }, openTab }) => {
  const sheet = openSheet(await openTab(), "refusals-host");
  const host = `${links.origin}/host`;
  const watch = `${links.origin}/room/BBBB?watch=1`;
  await drawCases(sheet, page, [
    { title: "host, no key", address: host, says: "The address has no host key." },
    { title: "host, wrong key", address: `${host}#key=wrong`, says: "The host key is wrong." },
    {
      title: "host, another version",
      address: links.host,
      says: "Reload the page.",
      first: speakOlder,
    },
    {
      title: "host, nobody answers",
      address: links.host,
      says: "The coordinator does not answer.",
      first: nobodyAnswers,
    },
    { title: "wall, no such room", address: `${links.origin}/show/BBBB`, says: "No room BBBB." },
    {
      title: "wall, another version",
      address: links.show,
      says: "Reload the page.",
      first: speakOlder,
    },
    { title: "watcher, no such room", address: watch, says: "No room BBBB." },
  ]);
  await expectAllFit(sheet);
});

test("pages whose coordinator is gone", async ({ page: host, coordinator, openTab }) => {
  const { links } = coordinator;
  const [tab, show, paper] = [await openTab(), await openTab(), await openTab()];
  const sheet = openSheet(paper, "refusals-gone");
  await openHost(host, links);
  await join(tab, links);
  await show.goto(links.show);
  await expect(statusOf(show)).toHaveText("1 here");
  for (const page of [host, tab, show]) {
    for (const language of ["ar", "en"]) {
      await page.locator("select.language").selectOption(language);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
    }
  }
  await coordinator.stop("SIGKILL");
  await expect(statusOf(tab)).toContainText("Reconnecting.");
  await sheet.draw(tab, "volunteer");
  for (const [page, title] of [
    [host, "host"],
    [show, "wall"],
  ] as const) {
    await expect(page.getByText("Not connected to the coordinator.")).toBeVisible();
    await sheet.draw(page, title);
  }
  await expectAllFit(sheet);
});

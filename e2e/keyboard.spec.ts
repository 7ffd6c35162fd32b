// Without a mouse, and with a screen reader's ear. The host's part by keyboard is in
// host-controls.spec.ts.
import { enter, tabTo } from "./support/keyboard.ts";
import { listenToRegions, saidOn } from "./support/live-regions.ts";
import {
  button,
  expectTraining,
  join,
  logLine,
  openHost,
  startRun,
  statusOf,
} from "./support/pages.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({ run: { dataset: "shapes", settings: { rounds: 50 } } });

test("joining, pausing, staying and leaving need a keyboard only", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await tab.goto(`${links.join}?executor=kernels/wasm`);
  await expect(button(tab, "Join the room")).toBeFocused();
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).toHaveText(/^You are in/);
  await openHost(host, links);
  await enter(host, button(host, "Start"));
  await expect(logLine(host, "The host started the run.")).toBeVisible();
  await expect(statusOf(tab)).toHaveText(/Training on your pictures/);

  await enter(tab, button(tab, "Pause"));
  await expect(statusOf(tab)).toHaveText(/^You have paused\./);
  await expect(button(tab, "Resume")).toBeFocused();
  await tab.keyboard.press("Enter");
  await expect(statusOf(tab)).not.toHaveText(/^You have paused\./);

  const dialog = tab.getByRole("dialog", { name: "Leave the room?" });
  await enter(tab, button(tab, "Leave…"));
  await expect(dialog.getByRole("button", { name: "Finish this round, then leave" })).toBeFocused();
  await tab.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button(tab, "Leave…")).toBeFocused();
  await tab.keyboard.press("Enter");
  await tab.setViewportSize({ width: 320, height: 800 }); // where the buttons are far down
  await enter(tab, dialog.getByRole("button", { name: "Leave now" }));
  await expect(statusOf(tab)).toHaveText(/^You have left the room\./);
  await expect(statusOf(tab)).toBeInViewport();
  await expect(tab.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(host.getByText("0 in", { exact: true })).toBeVisible();
});

test("who pokes the neuron when the run starts keeps it, until the focus goes elsewhere", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await join(tab, links);
  const waiting = tab.getByRole("heading", { name: /^While you wait/, level: 2 });
  const knob = tab.getByRole("slider", { name: "Current pushed in" });
  await tabTo(tab, knob);
  await openHost(host, links);
  await startRun(host, 1);
  await expectTraining(tab, 1);
  await expect(knob).toBeFocused();
  await tab.keyboard.press("ArrowRight");
  await expect(knob).toHaveValue("0.3");
  await tabTo(tab, button(tab, "Pause"));
  await expect(waiting).toBeHidden();
});

test("a volunteer finishes its round before it leaves", async ({
  page: host,
  coordinator: { links },
  openTab,
}) => {
  const tab = await openTab();
  await tab.goto(`${links.join}?executor=kernels/wasm`);
  const name = await tab.getByRole("textbox", { name: "Your name here" }).inputValue();
  await button(tab, "Join the room").click();
  await openHost(host, links);
  await startRun(host, 1);
  await expect(statusOf(tab)).toHaveText(/Training on your pictures/);
  await button(tab, "Leave…").click();
  await button(tab, "Finish this round, then leave").click();
  await expect(statusOf(tab)).toHaveText(/^You have left the room\./);
  // A fast machine is a round further when the button is pressed.
  const sent = logLine(host, new RegExp(`^${name} sent the update for round \\d`));
  await expect(sent.first()).toBeVisible();
  await expect(logLine(host, `${name} left.`)).toBeVisible();
});

test.describe("a whole run, listened to", () => {
  const ROUNDS = 3;
  test.use({ run: { dataset: "shapes", settings: { rounds: ROUNDS, clients: 2 } } });

  test("a live region says one message a phase, none twice, from before the start to the end", async ({
    page: host,
    coordinator: { links },
    openTab,
  }) => {
    test.setTimeout(240_000);
    const [tab, other] = [await openTab(), await openTab()];
    for (const page of [tab, host]) await listenToRegions(page);
    const name = await join(tab, links);
    await openHost(host, links);
    await join(other, links);
    await startRun(host, 2);
    for (const page of [tab, host]) {
      await expect(statusOf(page)).toHaveText(/^The run is over after 3 rounds\./, {
        timeout: 180_000,
      });
    }
    const over = "The run is over after 3 rounds. Final accuracy N %.";
    const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);
    await expectOneMessageAPhase(tab, {
      first: `You are in, ${name}. Waiting for the host to start.`,
      must: [...rounds.map((n) => `Round ${n} of 3. Training on your pictures.`), over],
      may: rounds.flatMap((n) => [
        `Round ${n} of 3. The others are training; you come in at the next round.`,
        ...[
          "Sending your update.",
          "Your update is in.",
          "Your update is in. Waiting for the others.",
        ].map((words) => `Round ${n} of 3. ${words}`),
        ...betweenRounds(n),
      ]),
    });
    await expectOneMessageAPhase(host, {
      first: "Waiting for the host to start.",
      must: [...rounds.map((n) => `Round ${n} of 3. The devices are training.`), over],
      may: rounds.flatMap(betweenRounds),
    });
  });

  const betweenRounds = (round: number) => [
    `Round ${round} of 3. The coordinator is averaging the updates.`,
    `Round ${round} of 3. The group model is being tested on pictures it has never seen.`,
  ];
});

interface Phases {
  /** What is said before the start. */
  first: string;
  /** Said in this order, each once: these phases take long enough to be drawn. */
  must: readonly string[];
  /** Said at most once a round: phases that may be over before they are drawn. */
  may: readonly string[];
}

async function expectOneMessageAPhase(page: Page, { first, must, may }: Phases): Promise<void> {
  const said = await saidOn(page);
  const start = said.findIndex(({ text }) => text === first);
  const heard = said.slice(start).filter(({ isBorn }, at) => at === 0 || !isBorn);
  const texts = heard.map(({ text }) => text.replace(/[\d.]+\s%/, "N %"));
  expect(new Set(heard.map(({ region }) => region)).size, texts.join("\n")).toBe(1);
  for (const round of roundsOf(texts, must)) {
    expect(new Set(round).size, `said twice: ${round.join("\n")}`).toBe(round.length);
  }
  expect(texts.filter((text) => must.includes(text))).toEqual(must);
  const known = [first, ...must, ...may, "Waiting for the next round to open."];
  expect(
    texts.filter((text) => !known.includes(text)),
    "no phase's message",
  ).toEqual([]);
}

/** The messages from each of `starts` up to the next. */
function roundsOf(texts: readonly string[], starts: readonly string[]): string[][] {
  const rounds: string[][] = [[]];
  for (const text of texts) {
    if (starts.includes(text)) rounds.push([]);
    rounds.at(-1)!.push(text);
  }
  return rounds;
}

// A lesson as a teacher gives it: on the host's page alone, with a class of three tabs.
import { eventsOf, type LogEvent } from "../support/log.ts";
import { button, startRun } from "../support/pages.ts";
import { expect, type Page } from "../support/test.ts";
import { DEVICES, type Plan } from "./plans.ts";
import type { Row } from "./expected.ts";

export interface Lesson {
  plan: Plan;
  seed: number;
  host: Page;
  tabs: readonly Page[];
  /** The log of the open run. */
  log: () => Promise<LogEvent[]>;
}

/** Opens the lesson's first run with a seed; its robots come in. */
export async function openLesson({ plan, seed, host }: Omit<Lesson, "tabs" | "log">) {
  const { button: open, title } = plan.runs[0]!;
  await button(host, "Set up another run").click();
  await button(host, open).click();
  await expectOpen(host, title);
  await button(host, "Set up another run").click();
  const form = host.getByRole("region", { name: "Set up another run" });
  await form.getByText("All settings", { exact: true }).click();
  await form.getByRole("textbox", { name: "Seed" }).fill(String(seed));
  await button(host, "Open this run").click();
  await expectOpen(host, title);
  const count = { helping: 0, harming: 0 };
  for (const robot of plan.robots) {
    await button(host, robot).click();
    count[robot === "Add a robot" ? "helping" : "harming"] += 1;
    const here = `Helping: ${count.helping}. Harming: ${count.harming}.`;
    await expect(host.getByText(here)).toBeVisible();
  }
}

/** The form closes when the run is open. */
async function expectOpen(host: Page, title: string): Promise<void> {
  await expect(host.getByRole("region", { name: "Set up another run" })).toHaveCount(0);
  await expect(host.getByRole("heading", { name: title, exact: true })).toBeVisible();
}

/** Plays its runs to their ends, and answers their logs. */
export async function playRuns(lesson: Lesson): Promise<LogEvent[][]> {
  const { plan, host, log } = lesson;
  const logs: LogEvent[][] = [];
  for (const [i, { button: open, title }] of plan.runs.entries()) {
    if (i > 0) await button(host, open).click();
    await expectOpen(host, title);
    await startRun(host, DEVICES);
    if (plan.leaveAfter !== null) await someLeave(lesson, plan.leaveAfter);
    await expectEvent(log, "run-ended");
    logs.push(await log());
  }
  return logs;
}

/** Both robots are removed, and a person closes the page. */
async function someLeave({ host, tabs, log }: Lesson, round: number): Promise<void> {
  await expectEvent(log, "evaluated", round);
  await tabs[0]!.close();
  await button(host, "Remove a robot").click();
  await expect(host.getByText("Helping: 1. Harming: 0.")).toBeVisible();
  await button(host, "Remove a robot").click();
  await expect(host.getByText("Helping: 0. Harming: 0.")).toBeVisible();
}

/** Looks once a second: more would be work for the coordinator. */
async function expectEvent(log: Lesson["log"], type: string, round?: number): Promise<void> {
  const count = async () => eventsOf(await log(), type, round).length;
  await expect.poll(count, { timeout: 1_800_000, intervals: [1000] }).toBe(1);
}

/** What a page reveals: its sentence, and the table beside it. */
export async function readReveal(page: Page): Promise<{ sentence: string; rows: Row[] }> {
  const reveal = page.locator(".lesson-reveal");
  await expect(reveal).toBeVisible();
  const rows = await reveal.getByRole("row").all();
  const read = rows.slice(1).map(async (row) => {
    const name = await row.getByRole("rowheader").innerText();
    const cells = (await row.getByRole("cell").allInnerTexts()).map(plain);
    const [accuracy = "", range = "", round = "", devices = ""] = cells;
    return { name, accuracy, range, round, devices };
  });
  const sentence = plain(await reveal.locator("strong").innerText());
  return { sentence, rows: await Promise.all(read) };
}

/** Without the spaces that do not break. */
const plain = (text: string) => text.replace(/\s+/g, " ").trim();

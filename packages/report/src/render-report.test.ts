import { describe, expect, test } from "vitest";

import { reportData } from "./data/report-data.ts";
import { renderReport } from "./render-report.ts";
import { playerHash, playerScript } from "./replay/player-script.ts";
import { attack, classes, emptyLog, madeUpExtras, madeUpLog } from "./testing/made-up-run.ts";
import { type Element, readHtml, tableCells } from "./testing/read-html.ts";

const html = renderReport(reportData(madeUpLog(), madeUpExtras));
const empty = renderReport(reportData(emptyLog()));
const elements = readHtml(html);
const named = (name: string, all = elements): Element[] => all.filter((one) => one.name === name);
const text = (all = elements): string => named("body", all)[0]!.text;
const tableOf = (caption: string, all = elements) => tableCells(all, caption);

describe.each([
  ["full", html, 1],
  ["empty", empty, 0],
])("the %s report", (_, page, scripts) => {
  const all = readHtml(page);

  test("asks for nothing: our one script, no address, no handler, and a policy that forbids it", () => {
    const texts = named("script", all).map((one) => one.text);
    expect(texts).toEqual(Array.from({ length: scripts }, () => playerScript));
    const names = new Set(all.map(({ name }) => name));
    for (const name of ["iframe", "object", "embed", "img", "base", "form"]) {
      expect(names).not.toContain(name);
    }
    const attributes = all.flatMap((one) => [...one.attributes]);
    expect(attributes.filter(([name]) => name.startsWith("on"))).toEqual([]);
    const addresses = attributes.filter(([name]) => /^(src|href|srcset|xlink:href)$/.test(name));
    expect(addresses.filter(([, address]) => !address.startsWith("data:"))).toEqual([]);
    expect(page).not.toMatch(/@import|url\(|https?:/);
    const policy = all.find(({ attributes: a }) => a.get("http-equiv"))!.attributes.get("content");
    expect(policy).toContain("default-src 'none'");
    expect(policy!.includes("script-src")).toBe(scripts > 0);
    if (scripts > 0) expect(policy).toContain(`script-src 'sha256-${playerHash}';`);
  });

  test("has one h1, and headings without a leap", () => {
    const levels = all.flatMap(({ name }) => (/^h\d$/.test(name) ? Number(name[1]) : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, i) => expect(level - levels[i]!).toBeLessThanOrEqual(1));
  });

  test("every id is there once, and every reference leads to one", () => {
    const ids = all.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const references = ["aria-labelledby", "aria-describedby"].flatMap((name) =>
      all.flatMap(({ attributes }) => attributes.get(name) ?? []),
    );
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("what scrolls is reached by the keyboard and has a name", () => {
    for (const { attributes } of all.filter(({ attributes: a }) =>
      a.get("class")?.split(" ").includes("scroll"),
    )) {
      expect(attributes.get("tabindex")).toBe("0");
      expect(attributes.get("aria-label")).not.toBe("");
    }
  });
});

describe("names that attack", () => {
  test("are text wherever they are shown: title, class, client, sentence, table, chart", () => {
    expect(html.match(/<script/g)).toHaveLength(1); // our own
    expect(html).not.toContain(`" onmouseover`);
    expect(named("h1")[0]!.text).toBe(`Unequal data ${attack}`);
    const places = elements.filter((one) => one.text === attack).map(({ name }) => name);
    expect(places).toContain("bdi");
    expect(text()).toContain(`An update of \u2068${attack}\u2069 for round 4 was not counted`);
  });

  test("as settings, dataset, versions and command as well", () => {
    const [opened, ...others] = madeUpLog();
    if (opened?.type !== "run-opened") throw new Error("no opening");
    const dataset = { ...opened.dataset, name: attack, source: attack, sha256: attack };
    const log = [{ ...opened, runId: attack, dataset }, ...others];
    const extras = { versions: { [attack]: attack }, command: attack, adapter: attack };
    const page = renderReport(reportData(log, extras));
    expect(page.match(/<script/g)).toHaveLength(1); // our own
    expect(() => readHtml(page)).not.toThrow();
  });
});

describe("figures", () => {
  test("of the table are those of the log, with Wilson's interval", () => {
    const rows = tableOf("Accuracy by round");
    expect(rows[0]).toEqual(["Round", "Accuracy", "95 % Wilson interval", "Right of"]);
    expect(rows[8]).toEqual(["8", "50.0 %", "46.9 % to 53.1 %", "500 of 1000"]);
    expect(rows[3]).toEqual(["3", "not measured", "not measured", "not measured"]);
  });

  test("of a round: who came, how long, how much", () => {
    expect(tableOf("Rounds")[2]).toEqual([
      ...["2", "15.7 %", "2.16", "0.142"],
      ...["5", "4", "4", "1,000", "8.0 s", "8.0 s", "6.00 MB", "12.0 MB (computed)"],
    ]);
  });

  test("of participation: a repeated round counts once, stragglers are named", () => {
    const rows = tableOf("Clients by round");
    expect(rows[1]!.slice(1)).toEqual(["100", "6", "1 to 3, 5, 7 and 8", "1 to 5, 7 and 8", "6"]);
    expect(text()).toContain("By the settings' draw clients dropped out 8 times.");
  });

  test("of energy are called estimates, with both constants and what a chip really does", () => {
    const part = named("section").find(({ text: words }) => words.startsWith("\nEnergy"))!.text;
    expect(part).toContain("Estimated for neuromorphic arithmetic at 45 nm");
    expect(part).toMatch(/32-bit float: estimated [\d.]+ µJ a picture against 58\.7 µJ/);
    expect(part).toMatch(/32-bit integer: estimated [\d.]+ µJ a picture against 40\.8 µJ/);
    expect(part).toContain("4 x 12,764,416 = 51,057,664 multiply-adds");
  });

  test("every setting is there, also one that this version does not know", () => {
    const [opened, ...others] = madeUpLog();
    if (opened?.type !== "run-opened") throw new Error("no opening");
    const settings = { ...opened.settings, later: { knob: 3 } };
    const page = readHtml(renderReport(reportData([{ ...opened, settings }, ...others])));
    expect(tableOf("Settings by key", page)).toContainEqual(["later.knob", "3"]);
    expect(tableOf("Settings by key", page)).toContainEqual(["optimizer.learningRate", "0.1"]);
  });
});

test("a run lasts from its start to its end, or as far as its log goes", () => {
  const log = madeUpLog();
  const at = log.findIndex(({ type }) => type === "run-started");
  const leadOf = (events: typeof log) =>
    readHtml(renderReport(reportData(events))).find(
      ({ attributes }) => attributes.get("class") === "quiet",
    )!.text;
  const begun = "begun 2023-11-14 22:13 UTC";
  expect(log.length - 1 - at).toBe(72); // seconds
  expect(leadOf(log)).toContain(`${begun}, 1 min 12 s.`);
  expect(leadOf(log.slice(0, at + 31))).toContain(`${begun}, 30 s up to the end of its log.`);
  const before = log.slice(0, at);
  expect(leadOf(before)).toContain("0 rounds, 6 clients, not begun yet.");
  expect(renderReport(reportData(before))).toMatch(/Begun<\/th><td[^>]*>not begun yet</);
});

test("executor and adapter are a simulation's: of a room the row of devices tells", () => {
  const factsOf = (page: string) =>
    tableOf("Facts of the run", readHtml(page)).map(([name]) => name);
  expect(factsOf(html)).toContain("Executor and adapter");
  const room = factsOf(renderReport(reportData(madeUpLog())));
  expect(room).toContain("Devices");
  expect(room).not.toContain("Executor and adapter");
});

test("of what is not there the page says so, section by section", () => {
  const page = readHtml(empty);
  const sections = named("section", page).map((one) => one.text.trim());
  expect(sections).toHaveLength(12);
  const missing = sections.filter((words) => words.includes("not measured"));
  const complete = sections.filter((words) => !words.includes("not measured"));
  expect(missing).toHaveLength(9);
  expect(complete[1]).toContain("How to run it again");
  expect(complete[2]).toContain("To take along");
  expect(complete[0]).toContain("No round was repeated");
  expect(text(page)).toContain("Accuracy: not measured.");
  expect(text(page)).not.toMatch(/NaN|undefined|Infinity|null %/);
  expect(page.filter(({ attributes }) => attributes.get("role") === "img").length).toBe(1);
});

test("a run whose network does not spike claims no saving", () => {
  const log = madeUpLog({ settings: { network: "ann" } });
  const page = readHtml(renderReport(reportData(log)));
  expect(text(page)).toContain("This network has no spiking layers.");
  expect(text(page)).toContain("This network does not spike: all it does is multiply and add.");
  expect(text(page)).not.toContain("times less");
});

test("equal shares are told as one number, and equal energies as equal", () => {
  const counts = Array.from({ length: 6 }, () => classes.map(() => 5));
  const page = readHtml(renderReport(reportData(madeUpLog(), { labelCounts: counts })));
  expect(text(page)).toContain("A share holds 50 pictures of 10 classes;");
  const data = reportData(madeUpLog(), madeUpExtras);
  const [first, ...others] = data.firing.energy.totals;
  const totals = [{ ...first!, snnPj: 2e6, twinPj: 2.001e6, ratio: 1.0005 }, ...others];
  const firing = { ...data.firing, energy: { ...data.firing.energy, totals } };
  const said = text(readHtml(renderReport({ ...data, firing })));
  expect(said).toContain("2.00 µJ a picture against 2.00 µJ of the twin, as much.");
});

test("a run of 300 clients and 30 rounds is a page that can be mailed", () => {
  const counts = Array.from({ length: 300 }, (_, i) => Array.from({ length: 10 }, (_, j) => i + j));
  const log = madeUpLog({ clients: 300, rounds: 30 });
  expect(renderReport(reportData(log, { labelCounts: counts })).length).toBeLessThan(1_000_000);
});

test("rounds that were taken back are marked in the table, where there are any", () => {
  expect(tableOf("Accuracy by round")[0]).not.toContain("Taken back");
  const log = madeUpLog();
  const which = { round: 8, since: 8, modelHash: "1".repeat(64), version: 7 };
  const back = { type: "rolled-back", ...which, accuracy: 0.5, before: 0.6 } as const;
  const events = [...log.slice(0, -1), { ...back, seq: log.length - 1, atMs: log.at(-1)!.atMs }];
  const page = readHtml(renderReport(reportData(events)));
  const rows = tableOf("Accuracy by round", page);
  expect(rows[0]?.at(-1)).toBe("Taken back");
  expect(rows.slice(1).map((row) => row.at(-1))).toEqual([...Array<string>(7).fill("no"), "yes"]);
});

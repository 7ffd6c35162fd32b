import { createHash } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import { startedRun, type StartedRun } from "../testing/started-run.ts";
import { keptPage } from "./report.ts";

let run: StartedRun;
beforeAll(async () => {
  run = await startedRun({ rounds: 1 });
});
afterAll(() => run.bench.close());

const get = async () => {
  const answer = await fetch(`http://127.0.0.1:${run.bench.coordinator.port}/report`);
  return { answer, html: await answer.text() };
};

test("anybody reads the report, during the run and after it; names and keys are not in it", async () => {
  const { a, b, host, bench } = run;
  const during = await get();
  expect(during.answer.status).toBe(200);
  expect(during.answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(during.answer.headers.get("cache-control")).toBe("no-store");
  expect(during.answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(during.html).toContain("the log ends before the run does");
  for (const client of [a, b]) await client.send(await client.task(1));
  await host.seen("run-ended");
  const ended = expect.poll(async () => (await get()).html, { timeout: 15_000 });
  await ended.toContain("all rounds done"); // a page is not made anew at every look
  const { html } = await get();
  expect(html).toMatch(/gets [\d.]+ % of the held-out pictures right/);
  expect(html).toContain("s4 on");
  const secret = [a, b].flatMap(({ answer }) => [answer!.you!.name, answer!.you!.token]);
  expectOwnScript(html, during.answer.headers.get("content-security-policy") ?? "");
  for (const word of [...secret, bench.coordinator.hostKey]) expect(html).not.toContain(word);
  const labels =
    "Pictures of each class at each client are left out here: the host’s page shows them.";
  for (const page of [during.html, html]) expect(page).toContain(labels);
  expect(during.html).toContain("The confusion matrix: ");
  expect(html).toContain("20 of 20 answers are right.");
  expect(html).toContain("Answers of the last model by true class");
});

/** The page's one script is what its policy lets run, and nothing else is. */
function expectOwnScript(html: string, policy: string): void {
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text!);
  const hash = createHash("sha256").update(scripts[0]!).digest("base64");
  expect(scripts).toHaveLength(1);
  expect(policy).toContain(`'sha256-${hash}'`);
  expect(/script-src ([^;]*)/.exec(policy)![1]).not.toContain("unsafe-inline");
}

test("what was measured with the last model is there after a restart", async () => {
  const { bench } = run;
  await bench.coordinator.close();
  await bench.start();
  const { html } = await get();
  expect(html).toContain("20 of 20 answers are right.");
  expect(html).toContain("measured on 20 held-out pictures with the last model");
});

test("a page is made again when the log has grown, and not more often than a tenth of the time", () => {
  let [nowMs, made] = [0, 0];
  const page = keptPage(
    () => nowMs,
    (events) => {
      nowMs += 50;
      return `${++made}: ${events.length}`;
    },
  );
  const log = (length: number) => Array.from({ length }, () => ({}) as never);
  expect([page("a", log(1), null), page("a", log(1), null)]).toEqual(["1: 1", "1: 1"]);
  expect(page("a", log(2), null)).toBe("1: 1"); // 50 ms were spent: 500 have to go by
  nowMs += 499;
  expect(page("a", log(2), null)).toBe("1: 1");
  nowMs += 1;
  expect(page("a", log(2), null)).toBe("2: 2");
  expect(page("b", log(2), null)).toBe("3: 2"); // another run is never shown the page of the last one
});

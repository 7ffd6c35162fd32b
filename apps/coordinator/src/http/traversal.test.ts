// Addresses that try to leave the folders that are served. SPIKEFED_FULL=1 runs the whole count of
// docs/threats.md.

import { mkdir, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { testBench, type TestBench } from "../testing/test-coordinator.ts";

const CANARY = "nobody may read this";
let bench: TestBench;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

beforeAll(async () => {
  bench = await testBench();
  const pages = join(bench.dataDir, "site", "pages");
  await mkdir(join(pages, "assets"), { recursive: true });
  await writeFile(join(pages, "index.html"), "<!doctype html><title>built</title>");
  await writeFile(join(pages, ".hidden"), CANARY);
  for (const place of ["canary.txt", "site/canary.txt"])
    await writeFile(join(bench.dataDir, place), CANARY);
  await bench.coordinator.close();
  await bench.start({ pages });
});
afterAll(async () => {
  agent.destroy();
  await bench.close();
});

/** The bytes of the path as they stand; `fetch` would tidy it up. */
function get(path: string): Promise<{ status: number; body: string }> {
  const { port } = bench.coordinator;
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, agent }, (answer) => {
      let body = "";
      answer.setEncoding("latin1").on("data", (part: string) => (body += part));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

const roots = ["/", "//", "/assets/", "/models/", "/shards/", "/api/picture/", "/j/", "/\\", "/./"];
const ups = [
  ...[
    "../",
    "..%2f",
    "..%2F",
    "%2e%2e/",
    "%2e%2e%2f",
    "..\\",
    "..%5c",
    "..%5C",
    "%2e%2e%5c",
    ".%2e/",
  ],
  ...["%252e%252e%252f", "..%252f", "..%c0%af", "%c0%ae%c0%ae/", "%e0%80%ae%e0%80%ae/", "....//"],
  ...["..;/", "..%00/", "%00../", "..%ff/", "..%u2215", "%uff0e%uff0e/", "..%0a/", "./", "%20../"],
];
const targets = [
  ...["canary.txt", "site/canary.txt", "secrets.json", "current", "lock", ".hidden", "%2ehidden"],
  ...["etc/passwd", "%2fetc%2fpasswd", "canary.txt%00", "canary.txt%00.js", "canary.txt;.js"],
  ...["C:%5cWindows%5cwin.ini", "file:///etc/passwd", "proc/self/environ", "identities.json"],
];
const hostile = fc
  .record({
    root: fc.constantFrom(...roots),
    ups: fc.array(fc.constantFrom(...ups), { minLength: 0, maxLength: 8 }),
    target: fc.constantFrom(...targets),
    query: fc.constantFrom("", "?", "?a=../", "#"),
  })
  .map(({ root, ups: way, target, query }) => `${root}${way.join("")}${target}${query}`);

test("every address that tries to leave its folder is answered by 400 or 404, and nothing else", async () => {
  const secrets = [CANARY, bench.coordinator.hostKey, "root:x:", "hostKey", "tokenHash"];
  const pages = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(hostile, async (path) => {
      const { status, body } = await get(path);
      pages.set(status, (pages.get(status) ?? 0) + 1);
      for (const secret of secrets) expect(body, path).not.toContain(secret);
      // `/j/../` and the like may be the page itself, which is no secret.
      if (status === 200) expect(body, path).toContain("<title>built</title>");
      else expect([400, 404], path).toContain(status);
    }),
    {
      numRuns: isFull() ? 2_000 : 400,
      examples: [["/.hidden"], ["/..%2fcanary.txt"], ["/assets/..%2f..%2fcanary.txt"]],
    },
  );
  expect(pages.get(404)).toBeGreaterThan(isFull() ? 500 : 100);
});

function isFull(): boolean {
  return process.env["SPIKEFED_FULL"] === "1";
}

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { expect, test } from "vitest";

import { failpoints } from "./names.ts";

const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const program = `
import { failpoint } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
for (let visit = 1; visit <= 3; visit++) {
  process.stdout.write(String(visit));
  failpoint("log:written");
  failpoint("log:told");
}`;

/** What it wrote, and how it ended. */
function run(armed: string | undefined): Promise<string> {
  const env = { ...process.env };
  delete env["SPIKEFED_FAILPOINT"];
  if (armed !== undefined) env["SPIKEFED_FAILPOINT"] = armed;
  const args = ["--import", loader, "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  return new Promise((resolve) =>
    child.on("close", (code, signal) => resolve(`${text} ${code ?? signal ?? ""}`)),
  );
}

test("a process is killed at the visit that is named, and at no other moment", async () => {
  const ends = await Promise.all(
    [undefined, "log:cut", "log:written", "log:told@3", "nonsense!"].map(run),
  );
  expect(ends).toEqual(["123 0", "123 0", "1 SIGKILL", "123 SIGKILL", "123 0"]);
});

test("no two moments have the same name", () => {
  expect(new Set(failpoints).size).toBe(failpoints.length);
  expect(failpoints.length).toBeGreaterThanOrEqual(25);
});

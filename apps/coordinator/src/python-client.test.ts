// A client in another language, written from docs/protocol.md: it joins, is counted, comes back.

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { UpdateEncoding } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import { testBench, testSettings, type TestBench } from "./testing/test-coordinator.ts";

const script = fileURLToPath(new URL("../../../e2e/clients/python/volunteer.py", import.meta.url));
const found = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]);
const hasPython = found.status === 0;
if (!hasPython)
  console.warn("The Python client is not tested: there is no python3 of 3.8 or newer.");

let bench: TestBench;
let kill: () => void = () => undefined;
afterEach(async () => {
  kill();
  await bench?.close();
});

function startPython() {
  const url = `http://127.0.0.1:${bench.coordinator.port}`;
  const child = spawn("python3", ["-B", script, url], { stdio: ["ignore", "pipe", "pipe"] });
  kill = () => void child.kill("SIGKILL");
  let said = "";
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { said: () => said, ended };
}

const encodings: UpdateEncoding[] = [
  { kind: "float32" },
  { kind: "float16" },
  { kind: "int8" },
  { kind: "top-k", share: 0.01 },
];

describe.skipIf(!hasPython)("the Python client", { timeout: 60_000 }, () => {
  test.each(encodings)("helps in two rounds with $kind, then leaves", async (updateEncoding) => {
    bench = await testBench({ settings: { ...testSettings, updateEncoding } });
    const host = await bench.host();
    const { said, ended } = startPython();
    await host.seen("joined");
    await host.host("start");
    await host.seen("run-ended");
    expect([await ended, said()]).toEqual([0, expect.stringContaining("round 2: counted")]);
    expect(host.log.filter(({ type }) => type === "update-refused")).toEqual([]);
    for (const round of [1, 2]) {
      const counted = await host.seen("update-accepted", round);
      expect(counted).toMatchObject({ client: 1, samples: 64, loss: null });
      const { clients, modelHash } = await host.seen("aggregated", round);
      expect(clients).toEqual([1]);
      expect(modelHash).not.toBe((await host.seen("round-opened", round)).modelHash);
    }
    expect(await host.seen("left")).toMatchObject({ client: 1, why: "said" });
  });

  test("is the same client after the coordinator was started again", async () => {
    bench = await testBench({ settings: testSettings });
    const { port } = bench.coordinator;
    const { said, ended } = startPython();
    const before = await bench.host();
    await before.seen("joined");
    await bench.coordinator.close();
    await bench.start({ port });
    const host = await bench.host();
    await host.seen("rejoined");
    await host.host("start");
    await host.seen("run-ended");
    expect([await ended, said()]).toEqual([0, expect.stringContaining("round 2: counted")]);
    expect(said()).toContain("no connection");
    expect((await host.seen("update-accepted", 1)).client).toBe(1);
  });
});

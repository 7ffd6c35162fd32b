import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { playerHash, playerScript } from "../packages/report/src/replay/player-script.ts";
import { bundleReplay, playerFile } from "./bundle-replay.mjs";

test("a report carries the player of today: after a change run node scripts/bundle-replay.mjs", async () => {
  expect(await readFile(playerFile, "utf8")).toBe(await bundleReplay());
}, 120_000);

test("its hash is that of its text", () => {
  expect(playerHash).toBe(createHash("sha256").update(playerScript).digest("base64"));
});

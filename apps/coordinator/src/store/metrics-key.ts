// The key that `/metrics` asks for, in a file of its own, which Prometheus reads as it is
// (`credentials_file`). Readable by the owner only.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { writeDurably } from "@spikefed/run-store";

import { makeSecret } from "../room/secret.ts";

const KEY = /^[A-Za-z0-9_-]{32,128}$/;

/** That of the data folder; made there when it is missing or damaged. */
export async function readMetricsKey(dataDir: string): Promise<string> {
  const file = join(dataDir, "metrics-key.txt");
  const kept = await readFile(file, "utf8").then(
    (text) => text.trim(),
    () => "", // missing, or not to be read: a new one is made, or cannot be written and says so
  );
  if (KEY.test(kept)) return kept;
  const made = makeSecret();
  await writeDurably(file, made, { mode: 0o600 });
  return made;
}

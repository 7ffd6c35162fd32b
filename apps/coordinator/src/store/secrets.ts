// The host key and the room's code: kept, so that links and QR codes survive a restart.
// Readable by the owner only; the key is never logged.

import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { ROOM_CODE_SIGNS } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

import { makeSecret } from "../room/secret.ts";

export interface Secrets {
  hostKey: string;
  /** Four signs that a person can type. */
  code: string;
}

const KEY = /^[A-Za-z0-9_-]{32,128}$/;
const CODE = new RegExp(`^[${ROOM_CODE_SIGNS}]{4}$`);

/** Those of the data folder; made there when they are missing or damaged. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  const kept = await readKept(file);
  if (kept) return kept;
  const made = { hostKey: makeSecret(), code: makeCode() };
  await writeDurably(file, `${JSON.stringify(made)}\n`, { mode: 0o600, as: "secrets" });
  return made;
}

async function readKept(file: string): Promise<Secrets | null> {
  try {
    const { hostKey, code } = JSON.parse(await readFile(file, "utf8")) as Partial<Secrets>;
    return hostKey && code && KEY.test(hostKey) && CODE.test(code) ? { hostKey, code } : null;
  } catch {
    return null; // missing or damaged: new ones are made
  }
}

function makeCode(): string {
  return Array.from({ length: 4 }, () => ROOM_CODE_SIGNS[randomInt(ROOM_CODE_SIGNS.length)]).join(
    "",
  );
}

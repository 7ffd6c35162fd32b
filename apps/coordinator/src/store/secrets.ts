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

/**
 * Those of a room's folder; made there when they are missing, damaged, or those of another room whose
 * folder was copied.
 *
 * @param taken codes of other rooms
 */
export async function readSecrets(
  dataDir: string,
  taken: readonly string[] = [],
): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  const kept = await readKept(file);
  if (kept && !taken.includes(kept.code)) return kept;
  const made = { hostKey: makeSecret(), code: makeCode(taken) };
  await writeDurably(file, `${JSON.stringify(made)}\n`, { mode: 0o600, as: "secrets" });
  return made;
}

/** The code in a room's folder; null: there is none, or it cannot be read. */
export async function keptCode(dataDir: string): Promise<string | null> {
  return (await readKept(join(dataDir, "secrets.json")))?.code ?? null;
}

async function readKept(file: string): Promise<Secrets | null> {
  try {
    const { hostKey, code } = JSON.parse(await readFile(file, "utf8")) as Partial<Secrets>;
    return hostKey && code && KEY.test(hostKey) && CODE.test(code) ? { hostKey, code } : null;
  } catch {
    return null; // missing or damaged: new ones are made
  }
}

function makeCode(taken: readonly string[]): string {
  const sign = () => ROOM_CODE_SIGNS[randomInt(ROOM_CODE_SIGNS.length)];
  const code = Array.from({ length: 4 }, sign).join("");
  return taken.includes(code) ? makeCode(taken) : code;
}

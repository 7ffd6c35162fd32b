// The robots of a room on disk, readable by the owner only: they come back with a restart.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { ATTACKS, MAX_ROBOTS } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

import type { Robot } from "./robot.ts";

const fileOf = (dataDir: string) => join(dataDir, "robots.json");

/** None where the file is missing or damaged: robots are added again with a button. */
export async function readRobots(dataDir: string): Promise<Robot[]> {
  try {
    const list: unknown = JSON.parse(await readFile(fileOf(dataDir), "utf8"));
    return Array.isArray(list) ? list.filter(isRobot).slice(0, MAX_ROBOTS) : [];
  } catch {
    return []; // missing or damaged
  }
}

export async function writeRobots(dataDir: string, robots: readonly Robot[]): Promise<void> {
  await writeDurably(fileOf(dataDir), JSON.stringify(robots), { mode: 0o600 });
}

const ID = /^[A-Za-z0-9_-]{8,64}$/;
const KINDS: readonly unknown[] = ["honest", ...ATTACKS];

function isRobot(value: unknown): value is Robot {
  if (typeof value !== "object" || value === null) return false;
  const { clientId, token, name, kind } = value as Record<string, unknown>;
  const areIds = [clientId, token].every((id) => typeof id === "string" && ID.test(id));
  return areIds && typeof name === "string" && KINDS.includes(kind);
}

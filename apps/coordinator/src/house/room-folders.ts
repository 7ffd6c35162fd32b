// Where rooms lie on the disk: the first in the data folder itself, as if it were alone, the others in
// `rooms/` there. Each is a whole data folder, which could be moved out and started by itself.

import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Each trains and judges in threads of its own: more need a larger machine, or a second coordinator. */
export const MAX_ROOMS = 8;

export interface RoomFolder {
  /** "1" for the first. It is in no address and tells nobody the room's code. */
  name: string;
  dataDir: string;
}

export interface RoomFolders {
  /** The first of all, first. */
  open: RoomFolder[];
  /** Rooms of earlier starts that were not asked for now; they stay as they are. */
  closed: RoomFolder[];
}

/** @param wanted how many rooms; null: those that are there, at least one */
export async function roomFolders(dataDir: string, wanted: number | null): Promise<RoomFolders> {
  const there = await namesIn(join(dataDir, "rooms"));
  const names =
    wanted === null ? ["1", ...there] : Array.from({ length: wanted }, (_, i) => `${i + 1}`);
  const folderOf = (name: string) => ({
    ...{ name, dataDir: name === "1" ? dataDir : join(dataDir, "rooms", name) },
  });
  return {
    open: names.map(folderOf),
    closed: there.filter((name) => !names.includes(name)).map(folderOf),
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return names.filter(isName).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Of a further room; each is one digit, so that texts sort as numbers do. */
function isName(name: string): boolean {
  return /^[2-9]$/.test(name) && Number(name) <= MAX_ROOMS;
}

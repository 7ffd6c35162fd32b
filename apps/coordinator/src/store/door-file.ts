// What the room's door remembers over a restart: whether newcomers have to wait, and who was
// removed. It is the room's, not a run's: who was removed stays out of the next run, too.

import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { writeDurably } from "@spikefed/run-store";

export interface SavedDoor {
  inviteOnly: boolean;
  /** `clientId` of those the host removed. */
  removed: string[];
}

/** Longest list of removed volunteers; the oldest are forgotten first. */
const MAX_REMOVED = 10_000;

export class DoorFile {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#file = join(dataDir, "door.json");
  }

  /** A damaged file is set aside, and said so: nobody is let in who had to wait. */
  async read(say: (line: string) => void, nowMs: number): Promise<SavedDoor> {
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return { inviteOnly: false, removed: [] };
    }
    const saved = parse(text);
    if (saved !== null) return saved;
    const aside = `${this.#file}.damaged-${nowMs}`;
    await rename(this.#file, aside);
    const why = "who was removed is not known any more; newcomers wait for the host";
    const { message } = new SpikefedError("store/corrupt", { file: this.#file, why });
    say(`${message} The damaged file is kept as ${aside}.`);
    return { inviteOnly: true, removed: [] };
  }

  /** Resolves when it is on the disk. Calls are written one after the other. */
  write({ inviteOnly, removed }: SavedDoor): Promise<void> {
    const text = JSON.stringify({ inviteOnly, removed: removed.slice(-MAX_REMOVED) });
    this.#writing = this.#writing
      .catch(() => undefined) // told to whoever asked for it
      .then(() => writeDurably(this.#file, text, { mode: 0o600 }));
    return this.#writing;
  }
}

/** Null when the text is not what `write` writes. */
function parse(text: string): SavedDoor | null {
  try {
    const { inviteOnly, removed } = JSON.parse(text) as Partial<SavedDoor>;
    const areIds = Array.isArray(removed) && removed.every((id) => typeof id === "string");
    return typeof inviteOnly === "boolean" && areIds ? { inviteOnly, removed } : null;
  } catch {
    return null;
  }
}

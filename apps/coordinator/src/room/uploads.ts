// Updates on their way: pieces written at exactly the next byte, resumed after a reconnect.

import { join } from "node:path";

import { SpikefedError, type ClientMessage, type UploadAnswer } from "@spikefed/protocol";
import { writeError } from "@spikefed/run-store";

import { PartFiles } from "./part-files.ts";

/** Updates that one client may have open. */
const MAX_OPEN = 2;

export type Announcement = ClientMessage<"upload-begin">;

export interface Upload {
  client: number;
  announced: Announcement;
  /** The file that its pieces are written to. */
  part: string;
  /** Next byte wanted. */
  offset: number;
  writing: Promise<void>;
  /** Set once its check has begun: a second commit waits for the same answer. */
  commit: Promise<number> | null;
}

export class Uploads {
  readonly #folder: string;
  readonly #files = new PartFiles();
  readonly #open = new Map<string, Upload>();

  /** @param folder where the pieces are kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens an upload, or goes on with it.
   *
   * @throws {SpikefedError} `update/conflict` when the same id was announced with other bytes.
   */
  async begin(client: number, announced: Announcement): Promise<UploadAnswer> {
    const key = uploadKey(client, announced.updateId);
    const known = this.#open.get(key);
    if (known) {
      checkSame(known.announced, announced);
      await known.writing;
      return { offset: known.offset, done: false };
    }
    await this.#makeRoom(client);
    const part = join(this.#folder, `${client}-${announced.updateId}.part`);
    const offset = await this.#files.start(part, announced.bytes);
    const upload = { client, announced, part, offset, writing: Promise.resolve(), commit: null };
    this.#open.set(key, upload);
    return { offset, done: false };
  }

  /**
   * Writes a piece; resolves when it is in the file.
   *
   * @throws {SpikefedError} `update/offset` with the byte that is next; `update/size` when the
   *   piece goes past the announced end.
   */
  async append(client: number, piece: ClientMessage<"upload-chunk">): Promise<UploadAnswer> {
    const upload = this.find(client, piece.updateId);
    if (piece.offset !== upload.offset || upload.commit) {
      throw new SpikefedError("update/offset", { got: piece.offset, want: upload.offset });
    }
    const end = piece.offset + piece.data.byteLength;
    const limit = upload.announced.bytes;
    if (end > limit) throw new SpikefedError("update/size", { got: end, limit });
    upload.offset = end;
    upload.writing = upload.writing.then(() =>
      this.#files.write(upload.part, piece.data, piece.offset),
    );
    try {
      await upload.writing;
    } catch (error) {
      await this.drop(upload);
      throw writeError(upload.part, error);
    }
    return { offset: upload.offset, done: false };
  }

  /** @throws {SpikefedError} `update/offset` (begin again) when no such upload is open. */
  find(client: number, updateId: string): Upload {
    const upload = this.#open.get(uploadKey(client, updateId));
    if (!upload) throw new SpikefedError("update/offset", { got: "unknown", want: 0 });
    return upload;
  }

  /** Clients that have one open. */
  senders(): number[] {
    return [...this.#open.values()].map(({ client }) => client);
  }

  /** All its pieces are in the file, which somebody else reads and moves now. */
  async seal({ writing, part }: Upload): Promise<void> {
    await writing;
    await this.#files.close(part);
  }

  /** Its file is moved or removed by now. */
  forget(upload: Upload): void {
    this.#open.delete(uploadKey(upload.client, upload.announced.updateId));
  }

  async drop(upload: Upload): Promise<void> {
    this.forget(upload);
    await upload.writing.catch(() => undefined); // told to the sender of that piece
    await this.#files.remove(upload.part);
  }

  /** Drops what is still on its way and not wanted any more. Never fails. */
  async dropUnwanted(isWanted: (upload: Upload) => boolean): Promise<void> {
    const late = [...this.#open.values()].filter(
      (upload) => upload.commit === null && !isWanted(upload),
    );
    await Promise.allSettled(late.map((upload) => this.drop(upload)));
  }

  /** Their files stay, and an upload goes on with the next start. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    await Promise.allSettled(open.map((upload) => this.seal(upload)));
  }

  async #makeRoom(client: number): Promise<void> {
    const mine = [...this.#open.values()].filter((upload) => upload.client === client);
    const oldest = mine.find(({ commit }) => commit === null);
    if (mine.length >= MAX_OPEN && oldest) await this.drop(oldest);
  }
}

export function uploadKey(client: number, updateId: string): string {
  return `${client}/${updateId}`;
}

/** @throws {SpikefedError} `update/conflict` */
function checkSame(known: Announcement, again: Announcement): void {
  const { updateId, sha256, bytes, round } = again;
  if (known.sha256 === sha256 && known.bytes === bytes && known.round === round) return;
  throw new SpikefedError("update/conflict", { updateId });
}

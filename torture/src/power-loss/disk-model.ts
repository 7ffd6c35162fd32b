// A disk that loses its power: what of a trace is certain to be on it, and what only may be. As in
// ALICE (Pillai et al., OSDI 2014): data that was not flushed may be absent, torn or there; a name
// that was made, moved or removed may or may not be so until its folder is flushed.

import { applyData, applyName, FOLDER, type Names } from "./apply.ts";
import type { TraceEntry } from "./trace.ts";

/** A change of a file's bytes. */
export type DataOp = { file: number } & (
  { kind: "write"; at: number; bytes: Uint8Array } | { kind: "truncate"; length: number }
);

/** A change of a folder's names. */
export type NameOp = { folder: string } & (
  | { kind: "make"; path: string; file: number }
  | { kind: "make-folder"; path: string }
  | { kind: "move"; path: string; to: string }
  | { kind: "remove"; path: string }
);

export type Op = DataOp | NameOp;

export const isDataOp = (op: Op): op is DataOp => "file" in op && !("folder" in op);

export class DiskModel {
  /** On the disk for certain: names, and bytes by file. */
  readonly names: Names = new Map([["", FOLDER]]);
  readonly contents = new Map<number, Uint8Array>();
  /** Asked for, and perhaps on the disk. */
  pending: Op[] = [];
  /** What the program sees. */
  readonly #seen = new Map<string, number>();
  readonly #sizes = new Map<number, number>();
  readonly #handles = new Map<string, { file: number; append: boolean }>();
  /** What a flush that has begun will make certain. */
  readonly #syncs = new Map<string, Op[]>();
  #files = 0;

  take(entry: TraceEntry): void {
    switch (entry.op) {
      case "open":
        return this.#open(entry);
      case "write":
        return this.#write(entry.id, entry.at, Buffer.from(entry.data, "base64"));
      case "truncate":
        return this.#truncate(this.#seen.get(entry.path) ?? -1, entry.length);
      case "rename":
        return this.#move(entry.path, entry.to);
      case "remove":
        this.#seen.delete(entry.path);
        return this.#ask({ kind: "remove", path: entry.path, folder: folderOf(entry.path) });
      case "mkdir":
        return this.#ask({ kind: "make-folder", path: entry.path, folder: folderOf(entry.path) });
      case "sync-begin":
        return void this.#syncs.set(entry.call, this.pending.filter(this.#isOf(entry)));
      case "sync-end":
        return this.#settle(this.#syncs.get(entry.call) ?? []);
    }
  }

  #open({ id, path, created, cut, append }: Extract<TraceEntry, { op: "open" }>): void {
    if (created) {
      const file = ++this.#files;
      this.#seen.set(path, file);
      this.#ask({ kind: "make", path, file, folder: folderOf(path) });
    }
    const file = this.#seen.get(path) ?? -1;
    this.#handles.set(id, { file, append });
    if (cut && !created) this.#truncate(file, 0);
  }

  #write(id: string, position: number | null, bytes: Uint8Array): void {
    const { file, append } = this.#handles.get(id) ?? { file: -1, append: false };
    const size = this.#sizes.get(file) ?? 0;
    const at = position ?? (append ? size : 0);
    this.#sizes.set(file, Math.max(size, at + bytes.length));
    this.#ask({ kind: "write", file, at, bytes });
  }

  #truncate(file: number, length: number): void {
    this.#sizes.set(file, length);
    this.#ask({ kind: "truncate", file, length });
  }

  #move(path: string, to: string): void {
    const file = this.#seen.get(path);
    this.#seen.delete(path);
    if (file !== undefined) this.#seen.set(to, file);
    this.#ask({ kind: "move", path, to, folder: folderOf(to) });
  }

  #ask(op: Op): void {
    this.pending.push(op);
  }

  #isOf({ id, folder }: Extract<TraceEntry, { op: "sync-begin" }>) {
    const file = id === undefined ? null : this.#handles.get(id)?.file;
    return (op: Op) => (isDataOp(op) ? op.file === file : op.folder === folder);
  }

  #settle(ops: readonly Op[]): void {
    const settled = new Set(ops);
    for (const op of ops) {
      if (!isDataOp(op)) applyName(this.names, op);
      else this.contents.set(op.file, applyData(this.contents.get(op.file), op));
    }
    this.pending = this.pending.filter((op) => !settled.has(op));
  }
}

/** "" is the data folder itself. */
function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

// Streams the wanted files out of a .tar or .tar.gz. Nothing is written to disk and no name from
// inside the archive is used as a path: a member counts only if its name is in the wanted list.

import { SpikefedError } from "@spikefed/protocol";
import { Parser, type ReadEntry } from "tar";

export interface Member {
  /** The last part of its name in the archive, one of the wanted names. */
  name: string;
  bytes: Uint8Array;
}

export interface Archive {
  /** Its bytes, in any chunks. */
  chunks: AsyncIterable<Uint8Array>;
  /** Its name for errors. */
  file: string;
}

/**
 * Yields each wanted member once it is complete, in the order of the archive; at most one is in
 * memory if the consumer lets go of it. A wanted name may lie in any folder.
 * @param wanted most bytes that each name may have
 * @throws data/not-archive, data/truncated, data/corrupt
 */
export async function* tarMembers(
  archive: Archive,
  wanted: ReadonlyMap<string, number>,
): AsyncGenerator<Member, void, void> {
  const { parser, finished, state } = startParser(archive.file, wanted);
  let first = true;
  for await (const chunk of archive.chunks) {
    if (first) checkMagic(chunk, archive.file);
    first = false;
    parser.write(chunk);
    if (state.failure) throw state.failure;
    yield* state.complete.splice(0);
  }
  if (first) checkMagic(new Uint8Array(0), archive.file);
  parser.end();
  await finished;
  yield* state.complete.splice(0);
}

interface ParserState {
  complete: Member[];
  failure: SpikefedError | null;
}

function startParser(file: string, wanted: ReadonlyMap<string, number>) {
  const state: ParserState = { complete: [], failure: null };
  const seen = new Set<string>();
  const fail = (error: SpikefedError) => (state.failure ??= error);
  const parser = new Parser({ strict: true, filter: (path) => wanted.has(baseName(path)) });
  parser.on("entry", (entry: ReadEntry) => {
    const name = baseName(entry.path);
    const why = refusal(entry, { name, mostBytes: wanted.get(name) ?? 0, seen });
    if (why) fail(new SpikefedError("data/corrupt", { file, why }));
    else if (isFile(entry)) collect(entry, (bytes) => state.complete.push({ name, bytes }));
    if (why || !isFile(entry)) entry.resume();
    else seen.add(name);
  });
  const finished = new Promise<void>((resolve, reject) => {
    parser.on("error", (error: Error) => reject(fail(readError(file, error))));
    parser.on("end", () => (state.failure ? reject(state.failure) : resolve()));
  });
  finished.catch(() => undefined); // it is looked at after the last chunk, or the state before
  return { parser, finished, state };
}

function refusal(
  entry: ReadEntry,
  { name, mostBytes, seen }: { name: string; mostBytes: number; seen: ReadonlySet<string> },
): string | null {
  if (!isFile(entry)) return null;
  if (seen.has(name)) return `${name} is in it twice`;
  if (entry.size <= mostBytes) return null;
  return `${name} in it has ${entry.size} bytes, at most ${mostBytes} are right`;
}

function isFile(entry: ReadEntry): boolean {
  return entry.type === "File" || entry.type === "OldFile" || entry.type === "ContiguousFile";
}

function collect(entry: ReadEntry, done: (bytes: Uint8Array) => void): void {
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  entry.on("data", (chunk) => {
    bytes.set(chunk, at);
    at += chunk.length;
  });
  entry.on("end", () => {
    if (at === bytes.length) done(bytes); // a shorter one is reported by the parser itself
  });
}

function readError(file: string, cause: Error): SpikefedError {
  if (/unexpected end|truncated/i.test(cause.message)) {
    return new SpikefedError("data/truncated", { file, why: cause.message }, { cause });
  }
  return new SpikefedError("data/corrupt", { file, why: cause.message }, { cause });
}

/** @throws data/not-archive unless it is gzip, or tar (a server may have unpacked the gzip) */
function checkMagic(start: Uint8Array, file: string): void {
  if (start[0] === 0x1f && start[1] === 0x8b) return;
  if (Buffer.from(start.subarray(257, 262)).toString("latin1") === "ustar") return;
  const head = Buffer.from(start.subarray(0, 16)).toString("latin1");
  const starts = head === "" ? "nothing, it is empty" : JSON.stringify(head);
  throw new SpikefedError("data/not-archive", { file, starts });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

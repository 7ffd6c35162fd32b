// Reads an official CIFAR distribution from where the user says: a local archive, a folder with
// its files, or an http(s) address of the archive.

import { createReadStream } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { SpikefedError } from "@spikefed/protocol";
import { temporaryName } from "./atomic-file.ts";
import type { Counts, OnProgress } from "./dataset.ts";
import { download } from "./download.ts";
import { layouts, readOfficialMembers, wantedFiles, type Official } from "./official-layout.ts";
import type { RecordFormat } from "./record-format.ts";
import { tarMembers, type Archive, type Member } from "./tar-members.ts";

/** The archives have about 170 MB. */
const MOST_ARCHIVE_BYTES = 400 * 2 ** 20;

export interface OfficialSource {
  /** Path or http(s) address. */
  from: string;
  format: RecordFormat;
  /** Images that must be there, or null to take what is there. */
  counts: Counts | null;
  /** An existing folder for a downloaded archive while it is needed. */
  folder: string;
  onProgress?: OnProgress | undefined;
}

export function isUrl(from: string): boolean {
  return /^https?:\/\//i.test(from);
}

/** The last part of a path or address, for pages: no folder of the user, no query. */
export function sourceName(from: string): string {
  if (!isUrl(from)) return basename(from);
  const { pathname, hostname } = new URL(from);
  return basename(pathname) || hostname;
}

/**
 * @throws data/not-found, data/unreachable, data/not-archive, data/truncated, data/missing-member,
 * data/short, data/corrupt, data/label-range, data/cache-write
 */
export async function readOfficial(source: OfficialSource): Promise<Official> {
  const { from } = source;
  if (isUrl(from)) return readUrl(source);
  const info = await stat(from).catch((cause: unknown) => {
    throw new SpikefedError("data/not-found", { file: from }, { cause });
  });
  const members = info.isDirectory() ? folderMembers(source) : fileMembers(source, from, from);
  return readOfficialMembers(source.format, { members, counts: source.counts, file: from });
}

async function readUrl(source: OfficialSource): Promise<Official> {
  const { from, format, counts, folder, onProgress } = source;
  const file = sourceName(from);
  const to = temporaryName(join(folder, "archive.tar.gz"));
  try {
    const mostBytes = MOST_ARCHIVE_BYTES;
    await download({ url: from, to, name: `${format.title} (${file})`, onProgress, mostBytes });
    const members = fileMembers(source, to, file);
    return await readOfficialMembers(format, { members, counts, file });
  } finally {
    await rm(to, { force: true });
  }
}

async function* fileMembers(
  { format, onProgress }: OfficialSource,
  path: string,
  file: string,
): AsyncGenerator<Member, void, void> {
  const { size } = await stat(path);
  const archive: Archive = { file, chunks: chunksOf(path, size, onProgress) };
  yield* tarMembers(archive, wantedFiles(format));
}

async function* chunksOf(
  path: string,
  total: number,
  onProgress?: OnProgress,
): AsyncGenerator<Uint8Array, void, void> {
  const stream: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 2 ** 20 });
  let done = 0;
  for await (const chunk of stream) {
    yield chunk;
    onProgress?.({ step: "read", done: (done += chunk.length), total });
  }
}

/** The files may lie in the folder or in the folder that the archive unpacks to. */
async function* folderMembers(source: OfficialSource): AsyncGenerator<Member, void, void> {
  const { from, format, onProgress } = source;
  let done = 0;
  for (const [name, mostBytes] of wantedFiles(format)) {
    const path =
      (await sizeOf(join(from, name))) === null
        ? join(from, layouts[format.name].folder, name)
        : join(from, name);
    const size = await sizeOf(path);
    if (size === null) continue; // the reader of the members says which is missing
    if (size > mostBytes) {
      const why = `it has ${size} bytes, at most ${mostBytes} are right`;
      throw new SpikefedError("data/corrupt", { file: path, why });
    }
    yield { name, bytes: await readFile(path) };
    onProgress?.({ step: "read", done: (done += size), total: null });
  }
}

/** Bytes of a file, or null where there is none. */
async function sizeOf(path: string): Promise<number | null> {
  const info = await stat(path).catch(() => null); // null is the answer to "is it there"
  return info?.isFile() ? info.size : null;
}

import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { disk } from "./durable-file.ts";
import { keepBlobs } from "./keep-blobs.ts";

vi.mock("node:fs/promises", async (load) => {
  const all = await load<{ link: typeof link }>();
  return { ...all, link: vi.fn(all.link) };
});

let root: string;
let kept: string;
let files: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-kept-"));
  kept = join(root, "kept");
  await mkdir(join(root, "updates"));
  files = ["a", "b"].map((name) => join(root, "updates", name));
  for (const file of files) await writeFile(file, `all of ${file}`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true });
});

const because = (code: string) => Object.assign(new Error(code), { code });
const whole = async () => {
  for (const file of files) {
    expect(await readFile(join(kept, file.slice(-1)), "utf8")).toBe(`all of ${file}`);
  }
  expect((await readdir(kept)).sort()).toEqual(["a", "b"]);
};

test("files are kept when their first name is gone, and a second time changes nothing", async () => {
  await keepBlobs(files, kept);
  await keepBlobs(files, kept);
  await rm(files[0]!);
  await whole();
});

test("on a disk without links a copy that was cut off is not taken for kept", async () => {
  vi.mocked(link).mockImplementation(async (_from, to) => {
    const isThere = await readFile(to).then(
      () => true,
      () => false,
    );
    throw because(isThere ? "EEXIST" : "EPERM");
  });
  vi.spyOn(disk, "writeFlushed").mockImplementationOnce(async (path) => {
    await writeFile(path, "all o");
    throw because("ENOSPC");
  });
  await expect(keepBlobs(files, kept)).rejects.toMatchObject({ code: "store/full" });
  expect(await readdir(kept)).toEqual([]);
  await keepBlobs(files, kept);
  await whole();
});

test("a folder that finds no space is told as a full disk", async () => {
  vi.spyOn(disk, "flushFolder").mockRejectedValueOnce(because("ENOSPC"));
  await expect(keepBlobs(files, kept)).rejects.toMatchObject({ code: "store/full" });
});

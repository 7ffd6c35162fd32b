import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Counts, DataProgress } from "./dataset.ts";
import {
  failureOf,
  officialArchive,
  officialFiles,
  printOf,
  withFolder,
  withServer,
  type Files,
} from "./testing/made-up-data.ts";
import { readOfficial, sourceName } from "./official-archive.ts";
import { layouts } from "./official-layout.ts";
import { recordFormats, type RecordFormat } from "./record-format.ts";

const counts = { train: 100, test: 20 };
const { cifar10, cifar100 } = recordFormats;
const made = {
  cifar10: officialFiles(cifar10, counts),
  cifar100: officialFiles(cifar100, counts),
};

/** Reads the archive of the made-up files after `change`. */
async function read(
  format: RecordFormat,
  change: (files: Files) => void = () => undefined,
  wanted: Counts | null = counts,
) {
  return withFolder(async (folder) => {
    const files = { ...made[format.name].files };
    change(files);
    const from = join(folder, "made.tar.gz");
    await writeFile(from, officialArchive(format, files));
    return readOfficial({ from, format, counts: wanted, folder });
  });
}

describe.each([cifar10, cifar100] as RecordFormat[])("The archive of $title", (format) => {
  const { files, sets } = made[format.name];
  const layout = layouts[format.name];

  test("gives images, labels and the names of the labels.", async () => {
    const official = await read(format);
    expect(printOf(official.sets)).toEqual(printOf(sets));
    expect(official.classes.length).toBe(format.classes);
    expect(official.classes.at(-1)).toBe(`name ${format.classes - 1}`);
  });

  test("is read from an address too, with progress in bytes.", () =>
    withFolder((folder) => {
      const body = officialArchive(format, files);
      return withServer({ body }, async (url) => {
        const told: DataProgress[] = [];
        const onProgress = (progress: DataProgress) => told.push(progress);
        const from = `${url}/some/made.tar.gz?key=1`;
        const { sets: got } = await readOfficial({ from, format, counts, folder, onProgress });
        expect(printOf(got)).toEqual(printOf(sets));
        const fetched = told.filter(({ step }) => step === "fetch").at(-1);
        expect(fetched).toEqual({ step: "fetch", done: body.length, total: body.length });
      });
    }));

  test("is read from its files in a folder, or in the folder that it unpacks to.", () =>
    withFolder(async (folder) => {
      const inner = join(folder, layout.folder);
      await mkdir(inner);
      for (const [name, bytes] of Object.entries(files)) await writeFile(join(inner, name), bytes);
      for (const from of [folder, inner]) {
        expect(printOf((await readOfficial({ from, format, counts, folder })).sets)).toEqual(
          printOf(sets),
        );
      }
    }));

  test("without a file is an error that names the file.", async () => {
    for (const member of [layout.test, layout.names, layout.train[0] ?? ""]) {
      const error = await failureOf(read(format, (changed) => delete changed[member]));
      expect(error.code).toBe("data/missing-member");
      expect(error.fact).toContain(`made.tar.gz has no ${member}`);
    }
  });

  test("with a short file is an error with the size found and the size wanted.", async () => {
    const cut = (changed: Files) => (changed[layout.test] = new Uint8Array(3000));
    const error = await failureOf(read(format, cut));
    expect(error.code).toBe("data/short");
    const want = 20 * format.recordBytes;
    expect(error.fact).toContain(`${layout.test} has 3000 bytes, ${want} are needed`);
    expect(error.cure).not.toBe("");
  });

  test("with another number of images is read only when any number will do.", async () => {
    const official = { train: 50_000, test: 10_000 };
    expect((await failureOf(read(format, undefined, official))).code).toBe("data/short");
    expect(printOf((await read(format, undefined, null)).sets)).toEqual(printOf(sets));
    const half = (changed: Files) => (changed[layout.test] = new Uint8Array(3500));
    expect((await failureOf(read(format, half, null))).code).toBe("data/short");
    const fewer = await failureOf(read(format, undefined, { train: 5, test: 1 }));
    expect(fewer.code).toBe("data/corrupt");
  });

  test("with a label that is too large is an error that names the record.", async () => {
    const bytes = Uint8Array.from(files[layout.test] as Uint8Array);
    bytes[3 * format.recordBytes + format.labelBytes - 1] = 200;
    const error = await failureOf(read(format, (changed) => (changed[layout.test] = bytes)));
    expect(error.code).toBe("data/label-range");
    expect(error.fact).toContain("record 3 of");
    expect(error.fact).toContain("has label 200");
  });

  test("with too few names is an error.", async () => {
    const error = await failureOf(read(format, (changed) => (changed[layout.names] = "cat\n")));
    expect(error.fact).toContain(`it has 1 names, ${format.classes} are right`);
  });
});

test("The archive of the other dataset has none of the files that are looked for.", () =>
  withFolder(async (folder) => {
    const from = join(folder, "cifar-100-binary.tar.gz");
    await writeFile(from, officialArchive(cifar100, made.cifar100.files));
    const error = await failureOf(readOfficial({ from, format: cifar10, counts, folder }));
    expect(error.fact).toContain("cifar-100-binary.tar.gz has no data_batch_1.bin");
    expect(error.cure).toContain("matches the dataset");
  }));

test("A path that leads nowhere and a web page in place of the archive are named errors.", () =>
  withFolder(async (folder) => {
    const from = join(folder, "gone.tar.gz");
    expect((await failureOf(readOfficial({ from, format: cifar10, counts, folder }))).code).toBe(
      "data/not-found",
    );
    await withServer({ body: Buffer.from("<html></html>") }, async (url) => {
      const page = { from: `${url}/c.tar.gz`, format: cifar10, counts, folder };
      expect((await failureOf(readOfficial(page))).fact).toContain(
        'it starts with "<html></html>"',
      );
    });
  }));

test("Pages show the last part of a path or address, without folders and queries.", () => {
  expect(sourceName("some/where/cifar-10-binary.tar.gz")).toBe("cifar-10-binary.tar.gz");
  expect(sourceName("https://a.example/b/c.tar.gz?token=1")).toBe("c.tar.gz");
  expect(sourceName("https://a.example/")).toBe("a.example");
});

import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { failureOf, inChunks, tarOf } from "./testing/made-up-data.ts";
import { tarMembers, type Member } from "./tar-members.ts";

const noise = randomBytes(20_000);
const wanted = new Map([
  ["a.bin", 30_000],
  ["b.bin", 30_000],
]);

async function read(bytes: Uint8Array, chunkBytes?: number): Promise<Member[]> {
  const members: Member[] = [];
  const chunks = inChunks(bytes, chunkBytes);
  for await (const member of tarMembers({ file: "x.tar.gz", chunks }, wanted)) members.push(member);
  return members;
}

test("Only the wanted members come out, whole, whatever the chunks are.", async () => {
  const tar = tarOf("some/folder/", { "readme.txt": "hello", "b.bin": noise, "a.bin": "aa" });
  for (const archive of [gzipSync(tar), tar]) {
    for (const chunkBytes of [700, 1 << 20]) {
      const members = await read(archive, chunkBytes);
      expect(members.map(({ name }) => name)).toEqual(["b.bin", "a.bin"]);
      expect(Buffer.from(members[0]?.bytes ?? []).equals(noise)).toBe(true);
      expect(Buffer.from(members[1]?.bytes ?? []).toString()).toBe("aa");
    }
  }
});

test("A member with an evil path is read by its name alone and written nowhere.", async () => {
  const members = await read(gzipSync(tarOf("../../../tmp/", { "a.bin": "x" })));
  expect(members.map(({ name }) => name)).toEqual(["a.bin"]);
});

test("An archive that ends early is called truncated, packed or not.", async () => {
  const tar = tarOf("", { "a.bin": noise, "b.bin": noise });
  const packed = gzipSync(tar);
  for (const cut of [packed.subarray(0, packed.length - 9000), tar.subarray(0, 30_000)]) {
    const error = await failureOf(read(cut));
    expect(error.code).toBe("data/truncated");
    expect(error.fact).toContain("the archive x.tar.gz ends too early");
  }
});

test("A damaged archive is called damaged.", async () => {
  const packed = gzipSync(tarOf("", { "a.bin": noise }));
  packed.fill(0x55, 5000, 5600);
  expect((await failureOf(read(packed))).code).toMatch(/^data\/(corrupt|truncated)$/);
  const tar = tarOf("", { "a.bin": noise });
  tar.fill(0x37, 148, 154); // the checksum of the header
  expect((await failureOf(read(tar))).code).toBe("data/corrupt");
});

test("A web page or nothing in place of the archive is an error that shows how it starts.", async () => {
  const page = await failureOf(read(Buffer.from("<!DOCTYPE html><html>Not found</html>")));
  expect(page.code).toBe("data/not-archive");
  expect(page.fact).toBe('x.tar.gz is not a .tar.gz archive, it starts with "<!DOCTYPE html><"');
  expect((await failureOf(read(new Uint8Array(0)))).fact).toContain("it is empty");
});

test("A member that is too large or there twice is refused.", async () => {
  const large = await failureOf(read(gzipSync(tarOf("", { "a.bin": randomBytes(30_001) }))));
  expect(large.fact).toContain("a.bin in it has 30001 bytes, at most 30000 are right");
  const twice = Buffer.concat([
    tarOf("", { "a.bin": "1" }).subarray(0, 1024),
    tarOf("", { "a.bin": "2" }),
  ]);
  expect((await failureOf(read(gzipSync(twice)))).fact).toContain("a.bin is in it twice");
});

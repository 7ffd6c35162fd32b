import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { IdentityFile, readIdentities, type Identity } from "./identities.ts";
import { readSecrets } from "./secrets.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

test("links survive a restart, and only the owner can read the key", async () => {
  const made = await readSecrets(folder);
  expect(made.code).toMatch(/^[BCDFGHJKMNPQRSTVWXYZ2-9]{4}$/);
  expect(made.hostKey.length).toBeGreaterThanOrEqual(32);
  expect(await readSecrets(folder)).toEqual(made);
  expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
});

test("damaged secrets are made anew", async () => {
  await writeFile(join(folder, "secrets.json"), '{"hostKey":"short","code":"AEIO"}');
  expect((await readSecrets(folder)).hostKey.length).toBeGreaterThanOrEqual(32);
});

test("identities that are saved at once are all in the file", async () => {
  const list: Identity[] = [];
  const file = join(folder, "identities.json");
  const saved = new IdentityFile(file, () => list);
  const saves = [1, 2, 3, 4, 5].map((client) => {
    list.push(identity(client));
    return saved.save();
  });
  await Promise.all(saves);
  await saved.settled();
  const read = await readIdentities(file, 0);
  expect(read.list.map(({ client }) => client)).toEqual([1, 2, 3, 4, 5]);
  expect(read.warning).toBeNull();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).not.toContain("tmp");
});

test("identities are written by one at a time, also for who saves when a write has just ended", async () => {
  let lists = 0;
  const saved = new IdentityFile(join(folder, "identities.json"), () => [identity(++lists)]);
  const first = saved.save();
  const late = first.then(() => saved.save());
  await Promise.all([first, saved.save(), late]);
  await saved.settled();
  expect(lists).toBe(2);
});

test.each(['[{"client":1,"cli', "{}", "[null]", '[{"client":"1"}]', ""])(
  "identities that read %j are set aside, with the file named",
  async (text) => {
    const file = join(folder, "identities.json");
    await writeFile(file, text);
    const { list, warning } = await readIdentities(file, 7);
    expect(list).toEqual([]);
    expect(warning).toContain(`${file} is damaged`);
    expect(await readFile(`${file}.damaged-7`, "utf8")).toBe(text);
    expect(await readIdentities(file, 8)).toEqual({ list: [], warning: null });
  },
);

function identity(client: number): Identity {
  const device = { kind: "cpu", label: "test", executor: "test" } as const;
  return { client, clientId: `id-${client}`, tokenHash: "0", name: "Ada", shard: 0, device };
}

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";

import { findRoom } from "./find-room.ts";

let server: Server | null = null;
afterEach(() => void server?.close());

async function serve(status: number, body: string): Promise<string> {
  const started = createServer((_request, response) => response.writeHead(status).end(body));
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(started.address() as AddressInfo).port}`;
}

const room = {
  ...{ code: "BCDF", preset: "s5", network: "snn", present: 0 },
  dataset: { name: "CIFAR-10", procedural: false },
};
const summary = JSON.stringify(room);

test("an origin, an address without scheme and the join link all lead to the room", async () => {
  const host = await serve(200, summary);
  for (const text of [host, `http://${host}`, `http://${host}/j/bcdf`]) {
    expect(await findRoom(text)).toEqual({
      ...{ url: `http://${host}`, code: "BCDF", model: "s5", dataset: "CIFAR-10" },
    });
  }
});

test("a network without spikes is called a twin", async () => {
  const host = await serve(200, JSON.stringify({ ...room, network: "ann" }));
  expect(await findRoom(host)).toMatchObject({ model: "ANN twin of s5" });
});

test("a link to another room says so", async () => {
  const host = await serve(200, summary);
  await expect(findRoom(`${host}/j/GHJK`)).rejects.toThrow("room/unknown");
});

test("of several rooms the link has to name one", async () => {
  const refuse = (code: string) => serve(404, JSON.stringify({ error: "no", code }));
  await expect(findRoom(await refuse("room/which"))).rejects.toThrow("room/which");
  server?.close();
  await expect(findRoom(`${await refuse("room/unknown")}/j/GHJK`)).rejects.toThrow("no room GHJK");
});

test("no coordinator, another server, and what is no address are told apart", async () => {
  const host = await serve(404, "nothing here");
  await expect(findRoom(host)).rejects.toThrow("something else answers (status 404)");
  server?.close();
  await expect(findRoom(host)).rejects.toThrow(`there is no coordinator at http://${host}`);
  await expect(findRoom("ftp://example.org")).rejects.toThrow("that is not a web address");
  await expect(findRoom("http://")).rejects.toThrow("that is not a web address");
});

test("a page that is no room is not taken for one", async () => {
  const host = await serve(200, "<html>");
  await expect(findRoom(host)).rejects.toThrow("something else answers");
});

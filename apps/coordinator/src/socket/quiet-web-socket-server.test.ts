import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";
import WebSocket from "ws";

import { QuietWebSocketServer } from "./quiet-web-socket-server.ts";

test("a connection at rest keeps nothing of the frames that it received, and reads the next ones", async () => {
  const server = new QuietWebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const [taken] = (await once(server, "connection")) as [WebSocket];
  const heard: string[] = [];
  const all = new Promise<void>((resolve) => {
    taken.on("message", (data: Buffer) => {
      heard.push(data.length > 9 ? `${data.length} of ${data[0]}` : data.toString());
      if (heard.length === 4) resolve();
    });
  });
  await once(client, "open");
  for (const message of ["a", "b", Buffer.alloc(300_000, 7), "c"]) client.send(message);
  await all;
  expect(heard).toEqual(["a", "b", "300000 of 7", "c"]);
  const receiver = Reflect.get(taken, "_receiver") as object;
  expect(Object.values(receiver).filter((value) => value instanceof Uint8Array)).toEqual([]);
  client.terminate();
  server.close();
});

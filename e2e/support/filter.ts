// A network that reads along, as schools have them: it passes plain requests on and knows no WebSockets.
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Filter {
  /** Leads to the coordinator, as far as the filter lets it. */
  origin: string;
  /** Refuses what keeps a connection to the room alive (true), or lets polling through. */
  blockLive: (isBlocked: boolean) => void;
  dispose: () => void;
}

export async function layFilter(origin: string): Promise<Filter> {
  const port = Number(new URL(origin).port);
  let isBlocked = false;
  const server = createServer((near, answer) => {
    if (isBlocked && near.url?.startsWith("/socket.io/")) return void answer.writeHead(403).end();
    passOn(port, near, answer);
  });
  server.on("upgrade", (_, socket) => {
    socket.on("error", () => socket.destroy()); // the page did not wait for the answer
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    blockLive: (now) => (isBlocked = now),
    dispose: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function passOn(port: number, near: IncomingMessage, answer: ServerResponse): void {
  const { url: path, method, headers } = near;
  const far = ask({ host: "127.0.0.1", port, path, method, headers }, (found) => {
    answer.writeHead(found.statusCode ?? 502, found.headers);
    found.pipe(answer);
  });
  far.on("error", () => answer.destroy()); // the coordinator is gone, or the page is
  answer.once("close", () => far.destroy());
  near.pipe(far);
}

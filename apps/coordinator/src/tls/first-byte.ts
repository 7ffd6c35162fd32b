// One port, two kinds of visitors: a TLS connection begins with the byte 22, anything else is plain
// HTTP and is told the right address.

import type { Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";

/** The record type of a TLS handshake (RFC 8446, 5.1). */
const HANDSHAKE = 22;

/** Time for the first byte, as for headers. */
const FIRST_BYTE_MS = 5_000;

/** An answer must be read before the connection is cut. */
const FAREWELL_MS = 2_000;

/** Looks at the first byte of each connection before TLS does. */
export function splitByFirstByte(server: HttpsServer): void {
  const [takeTls] = server.listeners("connection") as ((socket: Socket) => void)[];
  if (!takeTls) throw new Error("this server takes no connections");
  server.removeListener("connection", takeTls);
  const undecided = new Set<Socket>();
  server.prependListener("connection", (socket: Socket) => {
    undecided.add(socket);
    const cut = () => void socket.destroy();
    const forget = () => void undecided.delete(socket);
    socket.setTimeout(FIRST_BYTE_MS, cut);
    socket.on("error", cut).once("close", forget);
    socket.once("data", (first: Buffer) => {
      if (first[0] !== HANDSHAKE) return sayWhere(socket, first);
      forget();
      socket.setTimeout(0).removeListener("timeout", cut).removeListener("error", cut);
      socket.pause();
      socket.unshift(first);
      takeTls.call(server, socket);
    });
  });
  const close = server.close.bind(server);
  server.close = (callback) => {
    for (const socket of undecided) socket.destroy(); // it would be waited for
    return close(callback);
  };
}

/** `Host` as a browser writes it; anything else is not put into an answer. */
const REQUEST = /^(?:GET|HEAD) (\/[\x21-\x7e]{0,2000}) HTTP\/1\.[01]\r\n/;
const HOST = /\r\nhost:[ \t]*([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?[ \t]*\r\n/i;

/** Exported for its test. */
export function plainAnswer(request: string): string {
  const path = REQUEST.exec(request)?.[1];
  const [, host, port = ""] = HOST.exec(request) ?? [];
  const text = "This address speaks https. Put https:// in front of it.\n";
  const isKnown = path !== undefined && host !== undefined;
  const where = isKnown ? `location: https://${host}${port}${path}\r\n` : "";
  return [
    isKnown ? "HTTP/1.1 307 Temporary Redirect" : "HTTP/1.1 400 Bad Request",
    `\r\n${where}content-type: text/plain; charset=utf-8`,
    `\r\ncontent-length: ${text.length}\r\ncache-control: no-store`,
    `\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${text}`,
  ].join("");
}

function sayWhere(socket: Socket, first: Buffer): void {
  socket.resume();
  socket.end(plainAnswer(first.toString("latin1")));
  setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
}

// Connections that no Socket.IO client would make.

import { createConnection, type Socket } from "node:net";

import WebSocket, { type ClientOptions } from "ws";

/** A WebSocket to Engine.IO that is open; Socket.IO has not been greeted. */
export function openWebSocket(port: number, options: ClientOptions = {}): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, options);
    socket.on("error", reject);
    socket.on("open", () => resolve(socket));
  });
}

/** A connection that Socket.IO has greeted; the frames are sent as they are given. */
export async function openRaw(
  port: number,
  frames: readonly (string | Buffer)[] = [],
): Promise<WebSocket> {
  const socket = await openWebSocket(port);
  const greeted = heardOf(socket, "40");
  socket.send("40");
  await greeted;
  for (const frame of frames) socket.send(frame);
  return socket;
}

/** Resolves with the first message that begins so. */
export function heardOf(socket: WebSocket, start: string): Promise<string> {
  return new Promise((resolve) => {
    socket.on("message", (data: Buffer) => {
      if (data.toString().startsWith(start)) resolve(data.toString());
    });
  });
}

/** Resolves when the other side has ended it. */
export function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

/** Plain TCP; what it is told is read, unless it must not. */
export function openTcp(port: number, text: string, isReading = true): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => {
      socket.write(text);
      if (isReading) socket.resume();
      resolve(socket);
    });
    socket.on("error", () => undefined); // being cut off is what is waited for
  });
}

export function ended(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

/** A client's text frame as bytes (RFC 6455, 5.2), for texts below 126 bytes; the mask is zero. */
export function textFrame(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

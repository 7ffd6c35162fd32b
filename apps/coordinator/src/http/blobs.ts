// Models and shards: bytes that never change, named by their sha256.

import { blobPath, isHash } from "@spikefed/run-store";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Room } from "../room/room.ts";
import { readRange } from "./byte-range.ts";
import { inAnyRoom } from "./in-any-room.ts";
import { VerifiedFiles } from "./verified-files.ts";

interface Blob {
  size: number;
  /** Bytes from `start` to `end`, both included. */
  read: (start: number, end: number) => Uint8Array;
}

type HashRequest = FastifyRequest<{ Params: { hash: string } }>;

export function addBlobs(app: FastifyInstance, rooms: readonly Room[]): void {
  const models = new Map(rooms.map((room) => [room, new VerifiedFiles()]));
  app.get("/models/:hash", (request: HashRequest, reply) =>
    sendBlob(request, reply, (hash) =>
      inAnyRoom(rooms, (room) => findModel(room, models.get(room)!, hash)),
    ),
  );
  app.get("/shards/:hash", (request: HashRequest, reply) =>
    sendBlob(request, reply, (hash) => inAnyRoom(rooms, (room) => findShard(room, hash))),
  );
}

async function findModel(room: Room, models: VerifiedFiles, hash: string): Promise<Blob | null> {
  const bytes = await models.read(blobPath(room.run.parts.folder.models, hash), hash);
  return bytes && blobOf(bytes);
}

function findShard(room: Room, hash: string): Blob | null {
  const bytes = room.run.parts.plan.bytes(hash);
  return bytes && blobOf(bytes);
}

function blobOf(bytes: Uint8Array): Blob {
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end + 1) };
}

async function sendBlob(
  request: HashRequest,
  reply: FastifyReply,
  find: (hash: string) => Promise<Blob | null>,
): Promise<FastifyReply> {
  const { hash } = request.params;
  if (!isHash(hash)) return reply.code(404).send({ error: "not a sha256" });
  const blob = await find(hash);
  if (!blob) return reply.code(404).send({ error: "no such file" });
  const tag = `"${hash}"`;
  void reply.headers({
    etag: tag,
    "cache-control": "public, max-age=31536000, immutable",
    "accept-ranges": "bytes",
  });
  if (isKnown(request.headers["if-none-match"], tag)) return reply.code(304).send();
  const range = readRange(request.headers.range, blob.size);
  if (range === "outside") {
    return reply.code(416).header("content-range", `bytes */${blob.size}`).send();
  }
  const { start, end } = range ?? { start: 0, end: blob.size - 1 };
  if (range) void reply.code(206).header("content-range", `bytes ${start}-${end}/${blob.size}`);
  void reply.header("content-length", end - start + 1).type("application/octet-stream");
  const bytes = blob.read(start, end);
  return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function isKnown(header: string | undefined, tag: string): boolean {
  const tags = (header ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  return tags.includes(tag) || tags.includes("*");
}

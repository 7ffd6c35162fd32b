// A volunteer's key for tests, made and used by node:crypto.

import { generateKeyPairSync, sign } from "node:crypto";

import { helloText, PROTOCOL_VERSION } from "@spikefed/protocol";

import type { TestClient } from "./test-client.ts";

interface Place {
  clientId: string;
  token: string;
}

export function testKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("hex");
  return {
    key,
    /** What a hello on this connection says of who it is. */
    async proves(client: TestClient, resume?: Place) {
      const { challenge, coordinator } = await client.get("challenge", {});
      const facts = { protocol: PROTOCOL_VERSION, room: null, coordinator, challenge, key };
      const text = helloText({ ...facts, clientId: resume?.clientId ?? null });
      const signature = sign(null, Buffer.from(text), privateKey).toString("hex");
      return { ...(resume && { resume }), proof: { key, challenge, signature } };
    },
  };
}

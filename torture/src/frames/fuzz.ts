// Hostile frames: by a grammar of what Socket.IO packets are, and by spoiling frames that were recorded
// from honest clients (`corpus.json`).

import { readFileSync } from "node:fs";

import { clientEvents, PROTOCOL_VERSION } from "@spikefed/protocol";

import { webSocketFrame } from "./web-socket-frame.ts";

/** A number in [0, 1). */
type Random = () => number;

/** Recorded once; they speak the protocol of today. */
const recorded = JSON.parse(
  readFileSync(new URL("./corpus.json", import.meta.url), "utf8").replaceAll(
    /protocol\\":\d+/g,
    `protocol\\":${PROTOCOL_VERSION}`,
  ),
) as string[];
const BINARY = "binary:";

const events = [
  ...clientEvents,
  ...["error", "connect", "disconnect", "__proto__"],
  ...["constructor", "toString", "newListener", "", "x".repeat(3000)],
];
const values = [
  ...[
    "null",
    "{}",
    "[]",
    "1",
    '"x"',
    "true",
    "1e999",
    "-0",
    '{"__proto__":{"a":1}}',
    "9007199254740993",
  ],
  ...[
    '{"_placeholder":true,"num":0}',
    '{"_placeholder":true,"num":-1}',
    '{"_placeholder":true,"num":1e9}',
  ],
  `{"protocol":${PROTOCOL_VERSION},"role":"volunteer","room":null,"name":"\u202e\\u0000"}`,
  `{"protocol":${PROTOCOL_VERSION},"role":"host","room":null,"hostKey":"guess"}`,
  '{"protocol":99}',
  '{"round":-1,"fact":"\\u001b[2J"}',
  '{"updateId":"../../../../etc/passwd"}',
  `"${"y".repeat(5000)}"`,
  `${"[".repeat(500)}${"]".repeat(500)}`,
  `${'{"a":'.repeat(300)}1${"}".repeat(300)}`,
];
const words = ["null", "-1", "1e308", "[]", "{}", '""', "true", "\u0000", "\ud800", "\\u0000"];

const below = (random: Random, limit: number) => Math.floor(random() * limit);
function any<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)] as T;
}

/** A packet of Socket.IO that can be read: the gate behind it is what is tried. */
export function event(random: Random): string {
  const body = `[${JSON.stringify(any(random, events))},${any(random, values)}]`;
  const id = random() < 0.7 ? String(below(random, 1e6)) : "";
  return `42${id}${body}`;
}

/** A recorded frame with something changed, or a packet that is none: most end their connection. */
export function spoiled(random: Random): Buffer {
  const text = any(random, recorded);
  if (text.startsWith(BINARY)) {
    const bytes = Buffer.from(text.slice(BINARY.length), "base64");
    return webSocketFrame(mutated(bytes, random), { opcode: 2 });
  }
  const changed = random() < 0.5 ? withWord(text, random) : mutated(Buffer.from(text), random);
  return webSocketFrame(Buffer.from(changed));
}

/** A frame that WebSocket itself forbids, or nearly. */
export function broken(random: Random): Buffer {
  const payload = Buffer.from(event(random));
  return webSocketFrame(payload, {
    opcode: below(random, 16),
    isLast: random() < 0.7,
    reserved: random() < 0.5 ? 0 : below(random, 8),
    isMasked: random() < 0.7,
    claims: random() < 0.5 ? null : Math.floor(2 ** (53 * random())),
  });
}

/** What is no upgrade at all. */
export function request(random: Random): Buffer {
  const path = any(random, [
    "/",
    "/socket.io/",
    "/socket.io/?EIO=4&transport=polling&sid=x",
    "*",
    "//",
    "/%",
  ]);
  const method = any(random, ["GET", "POST", "OPTIONS", "TRACE", "CONNECT", "BREW", "\u0000"]);
  const lines = [
    ...[
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 12",
      "Content-Length: 5",
    ],
    ...["Transfer-Encoding: chunked", "Expect: 100-continue", "Range: bytes=9-1", "Host: ", ": x"],
    ...["Origin: http://evil.example", `X: ${"y".repeat(20_000)}`, "Content-Length: -1"],
  ];
  const head = Array.from({ length: below(random, 6) }, () => any(random, lines));
  const text = [`${method} ${path} HTTP/1.1`, "Host: x", ...head, "", ""].join("\r\n");
  return random() < 0.5 ? Buffer.from(text) : mutated(Buffer.from(text), random);
}

function mutated(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  for (let times = 1 + below(random, 4); times > 0; times--) {
    const at = below(random, changed.length);
    changed[at] =
      random() < 0.5 ? below(random, 256) : (changed[at] ?? 0) ^ (1 << below(random, 8));
  }
  const cut = random() < 0.2 ? below(random, changed.length) : changed.length;
  return Buffer.concat([changed.subarray(0, cut), ...(random() < 0.1 ? [changed] : [])]);
}

/** One value of the JSON becomes another one. */
function withWord(text: string, random: Random): string {
  const places = [...text.matchAll(/"[^"]*"|\d+|true|null/g)];
  const place = any(random, places);
  if (place === undefined) return text + any(random, words);
  return (
    text.slice(0, place.index) + any(random, words) + text.slice(place.index + place[0].length)
  );
}

import fc from "fast-check";
import { expect, test } from "vitest";

import { plainAnswer } from "./first-byte.ts";

const request = (path: string, host: string) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
const where = (answer: string) => /\r\nlocation: (.*)\r\n/.exec(answer)?.[1] ?? null;

test.each([
  ["/j/BCDF?a=1", "192.168.1.7:8787", "https://192.168.1.7:8787/j/BCDF?a=1"],
  ["/", "laptop.local", "https://laptop.local/"],
  ["/", "[2001:db8::1]:8787", "https://[2001:db8::1]:8787/"],
])("%s on %s is sent to %s", (path, host, expected) => {
  expect(where(plainAnswer(request(path, host)))).toBe(expected);
});

test.each([
  ["no host", "GET / HTTP/1.1\r\n\r\n"],
  ["another method", "POST / HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["a host that is none", request("/", "a/b@c")],
  ["an address instead of a path", request("http://evil.example/", "a")],
  ["no HTTP", "\0\x01\x02"],
])("%s: only a sentence", (_, text) => {
  const answer = plainAnswer(text);
  expect(where(answer)).toBeNull();
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test("nothing that is sent can add a line to the answer", () => {
  const nasty = fc.string({ unit: fc.constantFrom("\r", "\n", " ", "a", "/", ":", "%", "\0") });
  fc.assert(
    fc.property(nasty, nasty, (path, host) => {
      const [head = ""] = plainAnswer(request(`/${path}`, `a${host}`)).split("\r\n\r\n");
      const lines = head.split("\r\n");
      expect(lines.length).toBeLessThanOrEqual(7);
      for (const line of lines.slice(1)) expect(line).toMatch(/^[a-z-]+: [\x20-\x7e]+$/);
    }),
  );
});

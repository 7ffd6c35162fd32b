import { resolve } from "node:path";

import { expect, test } from "vitest";

import { readOptions, usage } from "./options.ts";
import { servingOptions } from "./serving-options.ts";

const read = (...args: string[]) => readOptions(args, "/home/somebody");

test("https is asked for alone, or with a pair of files where the person is", () => {
  expect(read().https).toBeNull();
  expect(read("--https").https).toBe("own");
  expect(read("--cert", "a.pem", "--key", "/etc/b.pem").https).toEqual({
    ...{ cert: resolve("/home/somebody/a.pem"), key: resolve("/etc/b.pem") },
  });
});

test("a public address is kept as an origin", () => {
  expect(read("--public-url", "https://fed.example.org").publicOrigin).toBe(
    "https://fed.example.org",
  );
  expect(read("--public-url", "HTTPS://Fed.Example.org:443/").publicOrigin).toBe(
    "https://fed.example.org",
  );
  expect(read("--public-url", "http://box:8080").publicOrigin).toBe("http://box:8080");
});

test("proxies are trusted by name, address and network", () => {
  const { proxies } = read("--trust-proxy", "loopback, 10.0.0.0/8,2001:db8::1");
  const trusted = ["127.0.0.1", "::1", "10.9.8.7", "2001:db8::1"];
  expect(trusted.filter((address) => proxies.isTrusted(address))).toEqual(trusted);
  const strangers = ["127.0.0.2", "11.0.0.1", "2001:db8::2", "", "loopback"];
  expect(strangers.filter((address) => proxies.isTrusted(address))).toEqual([]);
  expect(read().proxies.isTrusted("127.0.0.1")).toBe(false);
});

test.each([
  [["--cert", "a.pem"], "--cert: its key is missing"],
  [["--https", "--key", "a.pem"], "--key: its certificate is missing"],
  [["--public-url", "fed.example.org"], "no address like https://"],
  [["--public-url", "ftp://x"], "no address like https://"],
  [["--public-url", "https://u:p@x"], "no address like https://"],
  [["--public-url", "https://x/class"], "has a path"],
  [["--trust-proxy", "proxy"], "proxy is neither loopback nor an address"],
  [["--trust-proxy", "10.0.0.0/33"], "10.0.0.0/33 is neither"],
  [["--trust-proxy", "10.0.0.0/8/8"], "is neither"],
  [["--trust-proxy", ""], "is neither"],
  [["--log", "xml"], "xml is neither text nor json"],
  [["--drain-seconds", "601"], "601 is not a number from 0 to 600"],
  [["--drain-seconds", "soon"], "soon is not a number"],
])("%j is refused", (args, part) => {
  expect(() => read(...args)).toThrow(part);
});

test("the help names each", () => {
  for (const name of Object.keys(servingOptions)) expect(usage).toContain(`--${name} `);
});

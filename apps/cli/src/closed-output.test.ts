import { EventEmitter } from "node:events";

import { expect, test } from "vitest";

import { goOnUnheard } from "./closed-output.ts";

test("a reader that went away is borne, a full disk is not", () => {
  const stream = new EventEmitter();
  goOnUnheard([stream]);
  const failure = (code: string) => Object.assign(new Error(code), { code });
  expect(() => stream.emit("error", failure("EPIPE"))).not.toThrow();
  expect(() => stream.emit("error", failure("ENOSPC"))).toThrow("ENOSPC");
});

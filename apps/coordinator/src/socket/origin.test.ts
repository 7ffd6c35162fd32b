import { expect, test } from "vitest";

import { isOwnOrigin } from "./origin.ts";

test.each([
  [undefined, "localhost:8787", true],
  ["http://localhost:8787", "localhost:8787", true],
  ["https://example.org", "example.org", true],
  ["http://evil.example", "localhost:8787", false],
  ["http://localhost:9999", "localhost:8787", false],
  ["null", "localhost:8787", false],
  ["file://localhost:8787", "localhost:8787", false],
  ["http://localhost:8787", undefined, false],
])("a page of %s may connect to %s: %s", (origin, host, may) => {
  expect(isOwnOrigin(origin, host)).toBe(may);
});

import { expect, test } from "vitest";

import { secureAddress } from "./secure-address.ts";

const here = { host: "192.168.1.7:8787", pathname: "/j/BCDF" };

test("where the server has an https address, it is that of the same page there", () => {
  expect(secureAddress(here, "https://fed.example.org")).toEqual({
    ...{ kind: "open", address: "https://fed.example.org/j/BCDF" },
  });
});

test.each([[null], ["http://192.168.1.7:8787"]])(
  "with %s the host is asked, by a command",
  (origin) => {
    expect(secureAddress(here, origin)).toEqual({
      ...{ kind: "ask", address: "https://192.168.1.7:8787/j/BCDF" },
      forHost: "npm start -- --https\nhttps://192.168.1.7:8787/j/BCDF",
    });
  },
);

import { expect, test } from "vitest";
import { parseDeb822, parseOneLine, withBackports } from "./apt-sources.mjs";

const key = "/usr/share/keyrings/debian.gpg";

test("one-line sources: options, comments, flat repositories and sources of source code", () => {
  const text = `# deb http://commented.example bookworm main
deb [arch=amd64 signed-by=${key}] http://mirror.example/debian bookworm main contrib # note
deb-src http://mirror.example/debian bookworm main
deb [trusted=yes] file:/srv/flat ./
`;
  expect(parseOneLine(text)).toEqual([
    {
      uris: ["http://mirror.example/debian"],
      suites: ["bookworm"],
      components: ["main", "contrib"],
      signedBy: key,
      trusted: null,
    },
    { uris: ["file:/srv/flat"], suites: ["./"], components: [], signedBy: null, trusted: "yes" },
  ]);
});

test("deb822 sources: comments inside, an inline key, disabled and source stanzas", () => {
  const text = `Types: deb deb-src
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc

Types: deb
Enabled: no
URIs: http://off.example
Suites: bookworm

Types: deb-src
URIs: http://source.example
Suites: bookworm
`;
  const [entry, ...others] = parseDeb822(text);
  expect(others).toEqual([]);
  expect(entry.suites).toEqual(["bookworm", "bookworm-updates"]);
  expect(entry.signedBy).toBe("\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc");
});

test("backports come from the machine's own mirror, with its key", () => {
  const entries = [
    ...parseOneLine(`deb http://other.example nodistro main`),
    ...parseOneLine(`deb [signed-by=${key}] http://mirror.example/debian bookworm main`),
    ...parseOneLine(`deb http://mirror.example/security bookworm-security main`),
  ];
  const list = withBackports(entries, "bookworm");
  expect(list).not.toContain("other.example");
  expect(parseDeb822(list).map(({ uris, suites }) => [uris[0], suites[0]])).toEqual([
    ["http://mirror.example/debian", "bookworm"],
    ["http://mirror.example/security", "bookworm-security"],
    ["http://mirror.example/debian", "bookworm-backports"],
  ]);
  expect(parseDeb822(list)[2].signedBy).toBe(key);
});

test("without a source for the release there is no list", () => {
  expect(
    withBackports(parseOneLine(`deb http://mirror.example trixie main`), "bookworm"),
  ).toBeNull();
});

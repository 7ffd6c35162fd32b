// The package's face: every export says what it is, and the README lists every one.
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

import { SnnError, type SnnErrorCode } from "./src/errors.ts";

const pathOf = (file: string) => path.join(import.meta.dirname, file);
const read = (file: string) => readFileSync(pathOf(file), "utf8");

/** Entries of the package by name: `.`, `./node`, ... */
const entries = (JSON.parse(read("package.json")) as { exports: Record<string, string> }).exports;

const program = ts.createProgram(Object.values(entries).map(pathOf), {
  ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, noEmit: true },
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  types: [],
});
const checker = program.getTypeChecker();

interface Exported {
  name: string;
  /** The doc comment's text; empty: there is none. */
  comment: string;
}

function exportsOf(entry: string): Exported[] {
  const source = program.getSourceFile(pathOf(entries[entry]!))!;
  return checker.getExportsOfModule(checker.getSymbolAtLocation(source)!).map((exported) => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    return { name: exported.name, comment };
  });
}

describe("every export says in a comment what it is", () => {
  test.each(Object.keys(entries))("entry %s", (entry) => {
    const found = exportsOf(entry);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ comment }) => comment === "").map(({ name }) => name)).toEqual([]);
  });
});

/** First cells of a table's rows, without their marks, and the second ones. */
function tableUnder(heading: string): [string, string][] {
  const section = read("README.md")
    .split(/^##+ /m)
    .find((part) => part.startsWith(`${heading}\n`))!;
  const table = section.split(/\n\n/).find((part) => part.startsWith("|"))!;
  const rows = table.trim().split("\n").slice(2);
  return rows.map((row) => {
    const [first, second] = row.slice(2, -2).split(" | ");
    return [first!.replaceAll("`", ""), second!];
  });
}

describe("the README lists", () => {
  test("every export of the package, and nothing else", () => {
    const names = tableUnder("Exports").map(([name]) => name);
    expect(names.sort()).toEqual(
      exportsOf(".")
        .map(({ name }) => name)
        .sort(),
    );
  });

  test("every other entry", () => {
    const others = Object.keys(entries).filter((name) => name !== ".");
    const rows = tableUnder("Other entries").map(([name]) => name);
    expect(rows.sort()).toEqual(others.map((name) => `@spikefed/snn-core/${name.slice(2)}`).sort());
  });

  test("every error code with its cure", () => {
    const text = read("src/errors.ts");
    const codes = [...text.matchAll(/^ {2}"(\w+\/[\w-]+)":/gm)].map(([, code]) => code!);
    const cures = codes.map((code) => [code, new SnnError(code as SnnErrorCode, "").cure]);
    expect(tableUnder("Errors")).toEqual(cures);
  });
});

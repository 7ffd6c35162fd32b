// docs/experiments.md against the schema: every key, its default and its range.

import { readFileSync } from "node:fs";

import { Experiment } from "@spikefed/protocol";
import { expect, test } from "vitest";

interface Schema {
  type: string;
  wrapped?: Schema;
  default?: unknown;
  pipe?: { type: string; requirement?: number }[];
  options?: (Schema | string)[];
  entries?: Record<string, Schema>;
  literal?: string;
}

type Choice = { kind: string } & Record<string, unknown>;

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
const number = (value = NaN) => value.toLocaleString("en", { maximumFractionDigits: 9 });

function rangeOf(schema: Schema): string {
  const { type, pipe = [], options = [] } = schema;
  const limit = (name: string) => number(pipe.find((step) => step.type === name)?.requirement);
  if (type === "optional") return rangeOf(schema.wrapped!);
  if (type === "nullable") return `${rangeOf(schema.wrapped!)}, or \`null\``;
  if (type === "picklist") return options.map(code).join(", ");
  if (type === "literal") return code(schema.literal);
  if (type === "boolean") return "`true`, `false`";
  if (type === "array") return `up to ${limit("max_length")} round numbers`;
  const unit = pipe.some((step) => step.type === "integer") ? "whole, " : "";
  return `${unit}${limit("min_value")} to ${limit("max_value")}`;
}

/** Key, default and range; keys of a choice have the kinds that know them. */
function rowsOf(path: string, { default: standard, wrapped }: Schema): string[][] {
  const schema = wrapped!.type === "nullable" ? wrapped!.wrapped! : wrapped!;
  const { type, entries = {} } = schema;
  if (type === "variant") return variantRows(path, schema, standard as Choice);
  if (type !== "strict_object") return [[code(path), code(standard), rangeOf(wrapped!)]];
  const rows = Object.entries(entries).map(([key, one]) => rowWithin(path, key, one, standard));
  if (standard !== null) return rows;
  return [[code(path), code(standard), "an object of these, or `null`"], ...rows];
}

/** Of a key of an object: what it is where the object is left out, and where it is written without the key. */
function rowWithin(path: string, key: string, one: Schema, standard: unknown): string[] {
  const leftOut = (standard as Record<string, unknown> | null)?.[key];
  return [code(`${path}.${key}`), standardOf(path, one.default, leftOut), rangeOf(one)];
}

function variantRows(path: string, { options = [] }: Schema, standard: Choice) {
  const kinds = options as Schema[];
  const nameOf = ({ entries = {} }: Schema) => code(entries["kind"]!.literal);
  const found = new Map<string, { row: string[]; kinds: string[] }>();
  for (const kind of kinds) {
    for (const [key, one] of Object.entries(kind.entries!)) {
      if (key === "kind") continue;
      const row = rowWithin(path, key, one, standard);
      const same = found.get(row.join()) ?? { row, kinds: [] };
      same.kinds.push(nameOf(kind));
      found.set(row.join(), same);
    }
  }
  const rows = [...found.values()].map(({ row: [key = "", usual = "", range = ""], kinds: of }) => {
    return [key, usual, of.length === kinds.length ? range : `${range}; of ${of.join(", ")}`];
  });
  return [[code(`${path}.kind`), code(standard.kind), kinds.map(nameOf).join(", ")], ...rows];
}

/** A choice that is left out may have another value than one that is written without the key. */
function standardOf(path: string, written: unknown, leftOut: unknown): string {
  if (leftOut === undefined || code(leftOut) === code(written)) return textOf(written);
  return `${code(leftOut)}; ${textOf(written)} where ${code(path)} is written`;
}

const textOf = (value: unknown) => (value === undefined ? "must be said" : code(value));

test("docs/experiments.md has every key with its default, its range and a sentence", () => {
  const file = new URL("../../../../docs/experiments.md", import.meta.url);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const cells = lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const all = Object.entries(Experiment.entries as unknown as Record<string, Schema>);
  const rows = all.flatMap(([key, schema]) => rowsOf(key, schema));
  expect(cells.map((row) => row.slice(0, 3))).toEqual(rows);
  for (const [key, , , words] of cells) expect(words, key).toMatch(/^\S.{10,}\.$/);
});

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
  if (type === "boolean") return "`true`, `false`";
  if (type === "array") return `up to ${limit("max_length")} round numbers`;
  const unit = pipe.some((step) => step.type === "integer") ? "whole, " : "";
  return `${unit}${limit("min_value")} to ${limit("max_value")}`;
}

/** Key, default and range; keys of a choice have the kinds that know them. */
function rowsOf(path: string, schema: Schema, standard: unknown): string[][] {
  const { type, wrapped, entries = {} } = schema;
  if (type === "optional") return rowsOf(path, wrapped!, schema.default);
  if (type === "nullable" && wrapped!.type === "strict_object") {
    const within = Object.entries(wrapped!.entries!);
    const rows = within.flatMap(([key, one]) => rowsOf(`${path}.${key}`, one, undefined));
    return [[code(path), code(standard), "an object of these, or `null`"], ...rows];
  }
  if (type === "variant") return variantRows(path, schema, standard as Choice);
  if (type !== "strict_object") return [[code(path), textOf(standard), rangeOf(schema)]];
  return Object.entries(entries).flatMap(([key, one]) =>
    one.type === "literal"
      ? [[code(`${path}.${key}`), code(one.literal), code(one.literal)]]
      : rowsOf(`${path}.${key}`, one, (standard as Record<string, unknown>)[key]),
  );
}

function variantRows(path: string, { options = [] }: Schema, standard: Choice) {
  const kinds = options as Schema[];
  const nameOf = ({ entries = {} }: Schema) => code(entries["kind"]!.literal);
  const found = new Map<string, { row: string[]; kinds: string[] }>();
  for (const kind of kinds) {
    for (const [key, one] of Object.entries(kind.entries!)) {
      if (key === "kind") continue;
      const usual = standardOf(path, one.default, standard[key]);
      const row = [code(`${path}.${key}`), usual, rangeOf(one)];
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
  if (leftOut === undefined || leftOut === written) return textOf(written);
  return `${code(leftOut)}; ${code(written)} where ${code(path)} is written`;
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
  const rows = all.flatMap(([key, schema]) => rowsOf(key, schema, undefined));
  expect(cells.map((row) => row.slice(0, 3))).toEqual(rows);
  for (const [key, , , words] of cells) expect(words, key).toMatch(/^\S.{10,}\.$/);
});

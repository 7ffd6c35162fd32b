import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrast, readTokens } from "./contrast.ts";

const themes = readTokens(readFileSync(new URL("tokens.css", import.meta.url), "utf8"));

/** Text on its ground: 4.5:1. */
const texts: [string, string][] = [
  ...["text", "text-quiet", "accent", "you-text"].flatMap((text): [string, string][] => [
    [text, "ground"],
    [text, "panel"],
  ]),
  ["accent-text", "accent"],
  ["guess", "ground"],
  ["guess", "panel"],
  ["warn-text", "warn-ground"],
  ["bad-text", "bad-ground"],
];

/** Marks, lines of charts, edges of controls, the focus ring: 3:1. */
const marks: [string, string][] = ["group", "you", "good", "edge", "focus"].flatMap(
  (mark): [string, string][] => [
    [mark, "ground"],
    [mark, "panel"],
  ],
);

test("black on white is 21, a colour on itself is 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#0072b2", "#0072b2")).toBe(1);
  expect(contrast("#0072b2", "#ffffff")).toBeCloseTo(5.19, 2);
});

describe.each(Object.entries(themes))("%s", (theme, tokens) => {
  test("has every colour", () => {
    expect(Object.keys(tokens).sort()).toEqual(Object.keys(themes.light).sort());
    expect(Object.keys(tokens).length).toBeGreaterThan(15);
  });

  test.each(texts)("text %s on %s has 4.5:1", (text, ground) => {
    expect(contrast(tokens[text]!, tokens[ground]!), theme).toBeGreaterThanOrEqual(4.5);
  });

  test.each(marks)("mark %s on %s has 3:1", (mark, ground) => {
    expect(contrast(tokens[mark]!, tokens[ground]!), theme).toBeGreaterThanOrEqual(3);
  });
});

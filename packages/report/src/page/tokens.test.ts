import { describe, expect, test } from "vitest";

import { colour, HEAT_STEPS, heatText, LINES, type Token, tokenRules } from "./tokens.ts";

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test("black on white is 21, Okabe and Ito's blue on white 5.19", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#0072b2", "#ffffff")).toBeCloseTo(5.19, 2);
});

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  const of = (a: Token, b: Token) => contrast(colour(a, theme), colour(b, theme));
  const grounds = ["ground", "panel"] as const;

  test.each(["text", "quiet", "accent", "missing", "guess"] as const)("text %s has 4.5", (text) => {
    for (const ground of grounds) expect(of(text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Array.from({ length: HEAT_STEPS + 1 }, (_, i) => i))(
    "a number on step %i of a heatmap has 4.5",
    (step) => {
      const text = `heat-text-${heatText[theme][step]!}` as const;
      expect(of(text, `heat-${step}` as Token)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("lines and edges have 3, steps of a heatmap go one way", () => {
    const lines = Array.from({ length: LINES }, (_, i) => `line-${i}` as Token);
    for (const mark of [...lines, "edge"] as Token[]) {
      for (const ground of grounds) expect(of(mark, ground), mark).toBeGreaterThanOrEqual(3);
    }
    const steps = Array.from({ length: HEAT_STEPS + 1 }, (_, i) =>
      luminance(colour(`heat-${i}` as Token, theme)),
    );
    const sorted = [...steps].sort((a, b) => (theme === "light" ? b - a : a - b));
    expect(steps).toEqual(sorted);
  });

  test("the rules name every colour once", () => {
    const names = [...tokenRules(theme).matchAll(/--([\w-]+): /g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("on-heat-5");
  });
});

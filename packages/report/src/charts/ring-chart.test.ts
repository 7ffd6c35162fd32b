import { expect, test } from "vitest";

import { style } from "../page/style.ts";
import { readHtml } from "../testing/read-html.ts";
import { ringChart, ringPlaces } from "./ring-chart.ts";

test("no two clients of a thousand come closer than a mark", () => {
  const places = ringPlaces(1000).map(({ radius, turn }) => [
    radius * Math.sin(turn),
    radius * Math.cos(turn),
  ]);
  let nearest = Infinity;
  places.forEach(([x, y], i) => {
    for (const [u, v] of places.slice(i + 1))
      nearest = Math.min(nearest, Math.hypot(x! - u!, y! - v!));
  });
  expect(nearest).toBeGreaterThan(12);
});

test("everyone has a mark that the page paints, who was not invited, too; the middle says the accuracy", () => {
  const states = ["averaged", "missing", "none"] as const;
  const chart = { id: "r", title: "Ring", description: "Words", middle: "31.2 %" };
  const all = readHtml(ringChart({ ...chart, states }).html);
  const classes = all
    .filter(({ name }) => name === "path")
    .map((one) => one.attributes.get("class"));
  expect(classes).toEqual(["f0 mark", "empty mark", "idle mark"]);
  expect(style).toContain(".idle { fill: var(--edge); }");
  expect(all.find(({ name }) => name === "text")!.text).toBe("31.2 %");
  expect(ringPlaces(0)).toEqual([]);
});

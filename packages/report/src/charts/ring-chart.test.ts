import { expect, test } from "vitest";

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

test("everyone has a mark, who was not invited a dot; the middle says the accuracy", () => {
  const states = ["averaged", "missing", "none"] as const;
  const chart = { id: "r", title: "Ring", description: "Words", middle: "31.2 %" };
  const all = readHtml(ringChart({ ...chart, states }).html);
  const count = (name: string) => all.filter((one) => one.name === name).length;
  expect([count("path"), count("circle")]).toEqual([2, 1]);
  expect(all.find(({ name }) => name === "text")!.text).toBe("31.2 %");
  expect(ringPlaces(0)).toEqual([]);
});

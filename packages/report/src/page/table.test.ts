import { expect, test } from "vitest";

import { readHtml } from "../testing/read-html.ts";
import { table } from "./table.ts";

const classOf = (titles: string[], name: string, text: string) => {
  const columns = titles.map((title) => ({ title, kind: "number" as const }));
  const { html } = table({ caption: "C", columns, rows: [titles.map((_, i) => i)] });
  const all = readHtml(html);
  return all.find((one) => one.name === name && one.text.includes(text))!.attributes.get("class");
};

test("a long title has two lines and no column of its words; many columns have a wider box", () => {
  const titles = ["Round", "Spikes per neuron and step"];
  expect(classOf(titles, "th", "Spikes")).toBe("number long");
  expect(classOf(titles, "th", "Round")).toBe("number");
  expect(classOf(titles, "div", "Round")).toBe("scroll");
  const many = Array.from({ length: 9 }, (_, i) => `title ${i}`);
  expect(classOf(many, "div", "title")).toBe("scroll many");
});

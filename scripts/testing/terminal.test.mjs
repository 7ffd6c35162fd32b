import { expect, test } from "vitest";
import { takeTurns } from "./terminal.mjs";

function terminal() {
  const shown = [];
  return { shown, openTurn: takeTurns((text) => text !== "" && shown.push(text)) };
}

test("the oldest step is seen at once, a later one when all before it are over", () => {
  const { shown, openTurn } = terminal();
  const [first, second] = [openTurn(), openTurn()];
  second.write("b1 ");
  first.write("a1 ");
  second.write("b2 ");
  expect(shown).toEqual(["a1 "]);
  first.write("a2 ");
  first.end();
  expect(shown).toEqual(["a1 ", "a2 ", "b1 b2 "]);
  second.write("b3 ");
  expect(shown.at(-1)).toBe("b3 ");
});

test("a later step that ends first is shown whole, at its turn", () => {
  const { shown, openTurn } = terminal();
  const [first, second, third] = [openTurn(), openTurn(), openTurn()];
  second.write("b ");
  second.end();
  third.write("c ");
  expect(shown).toEqual([]);
  first.end();
  expect(shown).toEqual(["b ", "c "]);
});

test("that a step still runs is said at once or never", () => {
  const { shown, openTurn } = terminal();
  const [first, second] = [openTurn(), openTurn()];
  first.write("  ... still testing: 20 s\n");
  second.write("  ... still checking: 20 s\n");
  second.write("b ");
  first.end();
  expect(shown).toEqual(["  ... still testing: 20 s\n", "b "]);
});

// Friendly two-word names, so that nobody needs to give a real one.

export const adjectives: readonly string[] = `
  Able Amber Bold Brave Bright Brisk Calm Clear Clever Cosy Curious Eager Early Fair
  Fond Gentle Glad Golden Happy Honest Jolly Keen Kind Lively Lucky Merry Mild Neat
  Noble Patient Polite Proud Quick Quiet Ready Silver Steady Sunny Swift Warm
`
  .trim()
  .split(/\s+/);

export const animals: readonly string[] = `
  Badger Beaver Bison Crane Dolphin Falcon Ferret Finch Fox Gecko Hare Heron Ibis Jackdaw
  Kestrel Koala Lark Lemur Lynx Marten Mole Moose Newt Orca Osprey Otter Owl Panda
  Puffin Quail Raven Robin Salmon Seal Sparrow Swan Tapir Turtle Vole Wren
`
  .trim()
  .split(/\s+/);

/** @param random like `Math.random`: 0 <= x < 1 */
export function friendlyName(random: () => number): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  return `${pick(adjectives)} ${pick(animals)}`;
}

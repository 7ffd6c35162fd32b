// Friendly names for volunteers who give none.

const FIRST = (
  "Amber Bold Brave Bright Calm Clever Coral Crisp Curious Daring Eager Early Fair Gentle Golden " +
  "Happy Honest Jolly Keen Kind Lively Lucky Mellow Merry Nimble Noble Patient Polite Proud Quick " +
  "Quiet Rapid Ready Silver Smart Steady Sunny Swift Tidy Warm Wise Witty"
).split(" ");

const SECOND = (
  "Badger Beetle Bison Crane Cricket Dolphin Eagle Falcon Ferret Finch Fox Gecko Hare Heron Ibex " +
  "Jay Koala Lark Lemur Lynx Magpie Marten Moth Newt Octopus Otter Owl Panda Pelican Puffin Quail " +
  "Raven Robin Salmon Seal Sparrow Squid Stork Swan Tapir Toucan Turtle Vole Walrus Wombat Wren"
).split(" ");

/** Longest name that the protocol takes. */
const MAX_LENGTH = 24;

/**
 * The wanted name, or a friendly one; with a number behind it when it is taken.
 *
 * @param random a number in [0, 1)
 */
export function freeName(
  wanted: string | undefined,
  taken: Iterable<string>,
  random: () => number,
): string {
  const used = new Set([...taken].map(fold));
  const base = wanted ?? friendlyName(used, random);
  if (!used.has(fold(base))) return base;
  for (let number = 2; ; number++) {
    const name = `${[...base].slice(0, MAX_LENGTH - 5).join("")} ${number}`;
    if (!used.has(fold(name))) return name;
  }
}

function friendlyName(used: ReadonlySet<string>, random: () => number): string {
  let name = "";
  for (let attempt = 0; attempt < 20; attempt++) {
    name = `${pick(FIRST, random)} ${pick(SECOND, random)}`;
    if (!used.has(fold(name))) break;
  }
  return name;
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? "Quiet";
}

/** Names that look alike count as the same. */
function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

// Reads an HTML page as strictly as a test needs: elements with their attributes, in order, each
// closed where it must be. Not the code that writes it: an opinion of its own.

export interface Element {
  name: string;
  attributes: Map<string, string>;
  /** Text of the element and of all within, character references resolved. */
  text: string;
  parents: string[];
}

const voids = new Set(["meta", "link", "br", "img", "input", "hr"]);
const tag = /<!doctype html>|<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/gi;

/** @throws {Error} for anything that is neither text nor a well-formed tag, or is closed wrongly. */
export function readHtml(html: string): Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  let end = 0;
  const addText = (raw: string) => {
    if (!["style", "script"].includes(open.at(-1)?.name ?? "") && /[<>]/.test(raw))
      throw new Error(`a stray tag: ${raw}`);
    for (const element of open) element.text += resolved(raw);
  };
  for (const match of html.matchAll(tag)) {
    if (open.at(-1)?.name === "script" && match[0] !== "</script>") continue;
    addText(html.slice(end, match.index));
    end = match.index + match[0].length;
    const [, slash, name, attributes = "", selfClosed] = match;
    if (name === undefined) continue;
    if (slash === "/") {
      const closed = open.pop();
      if (closed?.name !== name)
        throw new Error(`</${name}> closes <${closed?.name ?? "nothing"}>`);
      continue;
    }
    const parents = open.map((element) => element.name);
    const element = { name, attributes: attributesOf(attributes), text: "", parents };
    all.push(element);
    if (!voids.has(name) && selfClosed !== "/") open.push(element);
  }
  addText(html.slice(end));
  if (open.length > 0) throw new Error(`<${open.at(-1)!.name}> is never closed`);
  return all;
}

const attributesOf = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [
      name!,
      resolved(value ?? ""),
    ]),
  );

const resolved = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** All that is in this element. */
export function within(all: readonly Element[], element: Element): Element[] {
  const from = all.indexOf(element) + 1;
  const depth = element.parents.length;
  const end = all.findIndex((one, i) => i >= from && one.parents.length <= depth);
  return all.slice(from, end < 0 ? undefined : end);
}

/** Cells of the table with this caption, row by row. */
export function tableCells(all: readonly Element[], caption: string): string[][] {
  const at = all.findIndex((one) => one.name === "caption" && one.text === caption);
  const end = all.findIndex((one, i) => i > at && one.name === "table");
  const inside = all.slice(at, end < 0 ? undefined : end);
  const starts = inside.flatMap(({ name }, i) => (name === "tr" ? [i] : []));
  return starts.map((from, i) =>
    inside
      .slice(from + 1, starts[i + 1])
      .filter(({ name }) => name === "td" || name === "th")
      .map((cell) => cell.text),
  );
}

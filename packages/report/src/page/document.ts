// The HTML document around a report: nothing in it asks for anything outside of it.

import { lines, markup, type Markup, trusted } from "./markup.ts";
import { style } from "./style.ts";

/** What a browser may load from here: nothing but the style sheet inside. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export interface Page {
  title: string;
  /** Under the heading. */
  lead: Markup;
  sections: readonly Markup[];
  /** Last line of the page. */
  foot: Markup;
}

export function documentOf({ title, lead, sections, foot }: Page): string {
  const page = markup`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<header>
<h1><bdi>${title}</bdi></h1>
${lead}
</header>
<main>
${lines(sections)}
</main>
<footer>${foot}</footer>
</body>
</html>
`;
  return page.html;
}

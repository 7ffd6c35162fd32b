// The HTML document around a report: nothing in it asks for anything outside of it.

import { lines, markup, type Markup, trusted } from "./markup.ts";
import { style } from "./style.ts";

/** What a browser may load and run from here: nothing but the style sheet and the script inside. */
const policyOf = (script: Script | null): string =>
  [
    "default-src 'none'",
    ...(script === null ? [] : [`script-src 'sha256-${script.sha256}'`]),
    ...["style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'", "form-action 'none'"],
  ].join("; ");

/** One of our own, bundled before. */
export interface Script {
  text: string;
  /** In base64. */
  sha256: string;
}

export interface Page {
  title: string;
  /** Under the heading. */
  lead: Markup;
  sections: readonly Markup[];
  /** Last line of the page. */
  foot: Markup;
  script?: Script | null;
}

export function documentOf({ title, lead, sections, foot, script = null }: Page): string {
  const page = markup`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(script)}">
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
${script === null ? null : markup`<script>${trusted(script.text)}</script>`}
</body>
</html>
`;
  return page.html;
}

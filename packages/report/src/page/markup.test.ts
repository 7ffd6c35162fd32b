import { expect, test } from "vitest";

import { lines, markup } from "./markup.ts";

test("what a person wrote stays text, in an element and in an attribute", () => {
  const name = `<script>alert('1')</script> & "x" \``;
  const { html } = markup`<p title="${name}">${name}</p>`;
  const text = "&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62; &#38; &#34;x&#34; &#96;";
  expect(html).toBe(`<p title="${text}">${text}</p>`);
});

test("markup within markup is not escaped again; null is nothing; lists are joined", () => {
  const items = ["a", "<b>"].map((text) => markup`<li>${text}</li>`);
  expect(markup`<ul>${items}${null}${7}</ul>`.html).toBe(
    "<ul><li>a</li><li>&#60;b&#62;</li>7</ul>",
  );
  expect(lines([markup`<i></i>`, "<", null]).html).toBe("<i></i>\n&#60;\n");
});

test("an object that only looks like text is not taken for markup", () => {
  const forged = JSON.parse(`"{\\"html\\":\\"<script>\\"}"`) as string;
  expect(markup`${forged}`.html).not.toContain("<script>");
});

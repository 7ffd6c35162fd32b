// Words that a person reads come from the tables of apps/web/src/i18n: this rule finds those that are
// written into a page, as text, as an attribute that is read, or as the title of the tab.
import type { Rule } from "eslint";
import type { Node } from "estree";

/** Attributes that are seen or read out, of elements and of our components. */
const readAttributes = ["alt", "aria-label", "label", "placeholder", "text", "title"];

/** Names are the same in every language. */
const isWords = (text: string): boolean => /\p{L}{2}/u.test(text.replace(/\bspikefed\b/g, ""));

interface JsxNode {
  type: string;
  value?: unknown;
  expression?: Node;
  name?: { name?: unknown };
}

/** The literal texts that an expression may have as its value. */
function textsOf(node: Node | null | undefined): Node[] {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" && isWords(node.value) ? [node] : [];
    case "TemplateLiteral":
      return node.quasis.some(({ value }) => isWords(value.raw)) ? [node] : [];
    case "ConditionalExpression":
      return [...textsOf(node.consequent), ...textsOf(node.alternate)];
    case "LogicalExpression":
      return [...textsOf(node.left), ...textsOf(node.right)];
    default:
      return [];
  }
}

const message = "Words come from a table of apps/web/src/i18n/en: t(key).";

export const plainEnglish: Rule.RuleModule = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const report = (nodes: Node[]) => nodes.forEach((node) => context.report({ node, message }));
    return {
      JSXText(node: Node & JsxNode) {
        if (isWords(String(node.value))) report([node]);
      },
      "JSXElement > JSXExpressionContainer, JSXFragment > JSXExpressionContainer"(node: JsxNode) {
        report(textsOf(node.expression));
      },
      JSXAttribute({ name, value }: JsxNode) {
        if (!readAttributes.includes(String(name?.name))) return;
        const given = value as (Node & JsxNode) | null;
        report(textsOf(given?.expression ?? given));
      },
      AssignmentExpression({ left, right }) {
        const isTitle =
          left.type === "MemberExpression" &&
          left.property.type === "Identifier" &&
          left.property.name === "title";
        if (isTitle) report(textsOf(right));
      },
    };
  },
};

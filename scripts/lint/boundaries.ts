// The import rules of the repository as an ESLint rule: who may import whom.
// Decided by paths alone, so that a forbidden file need not exist to be reported.
import path from "node:path";
import type { Rule } from "eslint";
import type { Node } from "estree";

const pure = ["packages/protocol", "packages/snn-core", "packages/fl-core"];
const packages = [...pure, "packages/volunteer", "packages/report"];
/** They need a disk: for programs that run in Node, never for a page. */
const onDisk = ["packages/datasets", "packages/run-store", "packages/failpoints"];

/** What each part may import, beside itself; a new package must be listed to be used. */
const allowed: Record<string, readonly string[]> = {
  "packages/protocol": [],
  "packages/snn-core": [],
  "packages/fl-core": ["packages/protocol"],
  "packages/volunteer": pure,
  "packages/report": pure,
  "packages/datasets": ["packages/protocol", "packages/fl-core"],
  "packages/failpoints": [],
  "packages/run-store": ["packages/protocol", "packages/fl-core", "packages/failpoints"],
  "apps/web": packages,
  "apps/coordinator": [...packages, ...onDisk],
  "apps/cli": [...packages, ...onDisk],
  e2e: [],
  torture: [...packages, ...onDisk],
};

/** Packages of others that a pure package may use; no socket, no server, no page among them. */
const foreign: Record<string, readonly string[]> = {
  "packages/protocol": ["valibot"],
  "packages/snn-core": ["@tensorflow", "webgpu"],
  "packages/fl-core": [],
  "packages/report": [],
};
/** What their tests may use as well. */
const tools = ["vitest", "fast-check", "typescript"];

const areaOfName = Object.fromEntries(
  Object.keys(allowed).map((area) => [`@spikefed/${path.posix.basename(area)}`, area]),
);

/** The part of the tree that a file (relative to the root) belongs to. */
function areaOf(file: string): string {
  const [top = "", second = ""] = file.split(path.sep);
  return top === "packages" || top === "apps" ? `${top}/${second}` : top;
}

/** What is wrong with an import, or null. */
function findBreach(root: string, filename: string, source: string): string | null {
  const from = areaOf(path.relative(root, filename));
  const rules = allowed[from];
  if (source.startsWith(".")) {
    const target = areaOf(path.relative(root, path.resolve(path.dirname(filename), source)));
    const isInside = rules === undefined ? allowed[target] === undefined : target === from;
    return isInside ? null : `${from} reaches into ${target} by a relative path`;
  }
  const [scope = "", name] = source.split("/");
  if (rules === undefined) return null;
  if (scope !== "@spikefed") return findStranger(from, filename, scope);
  const target = areaOfName[`${scope}/${name}`] ?? source;
  return rules.includes(target) || target === from ? null : `${from} may not import ${target}`;
}

/** Node's own modules are another rule's. */
function findStranger(from: string, filename: string, scope: string): string | null {
  const known = foreign[from];
  if (known === undefined || known.includes(scope) || scope.startsWith("node:")) return null;
  const isTest = /\.test\.ts$|[\\/]testing[\\/]/.test(filename);
  return isTest && tools.includes(scope) ? null : `${from} may not import ${scope}`;
}

/** Reports imports, re-exports, `import()` and `import type` that cross a boundary. */
export const boundaries: Rule.RuleModule = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const check = (node: Node, source: Node | null | undefined): void => {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const message = findBreach(context.cwd, context.filename, source.value);
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node: Node & { source: Node }) => check(node, node.source),
    };
  },
};

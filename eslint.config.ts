import { createNodeResolver, importX } from "eslint-plugin-import-x";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { boundaries } from "./scripts/lint/boundaries.ts";
import { plainEnglish } from "./scripts/lint/plain-english.ts";

const typescript = ["**/*.ts", "**/*.tsx"];
const tests = ["**/*.test.ts", "**/*.test.tsx", "**/*.bench.ts", "**/testing/**"];

const built = ["**/dist/**", ".spikefed/**", "**/test-results/**", "**/playwright-report/**"];

/** What pure packages are handed instead of reaching for it. */
const reached = [
  ...["Date", "performance", "setTimeout", "setInterval", "fetch", "process"],
  ...["document", "window", "navigator"],
];
const handIn = "A pure package is handed clock, randomness, network, DOM and GPU.";

export default defineConfig(
  { ignores: built },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // `const { known, ...others } = all` leaves `known` out of `others`.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      eqeqeq: "error",
      "no-empty": "error",
      "no-unsafe-finally": "error",
      "no-self-compare": "error",
    },
  },
  {
    files: typescript,
    plugins: {
      "import-x": importX,
      spikefed: { rules: { boundaries, "plain-english": plainEnglish } },
    },
    settings: {
      "import-x/extensions": [".ts", ".tsx"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts", ".tsx"] },
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".js"] })],
    },
    rules: { "import-x/no-cycle": "error", "spikefed/boundaries": "error" },
  },
  {
    // The benchmark is for those who read its figures, and is in English.
    files: ["apps/web/src/**/*.tsx"],
    ignores: ["apps/web/src/pages/bench/**"],
    rules: { "spikefed/plain-english": "error" },
  },
  {
    files: ["packages/{protocol,fl-core,snn-core,report}/**/*.ts"],
    ignores: ["packages/snn-core/src/gpu/**", ...tests],
    rules: {
      "no-restricted-globals": [
        "error",
        {
          globals: reached.map((name) => ({ name, message: handIn })),
          checkGlobalObject: true,
        },
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^node:|^(fs|crypto|os|path)(/|$)", message: handIn }] },
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: handIn },
        { object: "crypto", property: "getRandomValues", message: handIn },
      ],
    },
  },
  {
    files: [...tests, "e2e/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["**/*.mjs"],
    extends: [tseslint.configs.recommended, tseslint.configs.disableTypeChecked],
    rules: { eqeqeq: "error", "no-empty": "error" },
  },
);

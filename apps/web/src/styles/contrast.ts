// Contrast of two colours as WCAG 2.2 defines it, and the tokens of tokens.css as data.
// Used by the test of the tokens only.

export type Theme = "light" | "dark" | "projector";
export type Tokens = Record<string, string>;

/** Relative luminance of `#rrggbb`, 0..1. */
export function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 (same) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colours of each theme, read from the style sheet itself. */
export function readTokens(css: string): Record<Theme, Tokens> {
  const light: Tokens = {};
  const dark: Tokens = {};
  for (const [, name, a, b] of css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
    light[name!] = a!;
    dark[name!] = b!;
  }
  const block = /data-theme="projector"\] \{([^}]*)\}/.exec(css)?.[1] ?? "";
  const own = [...block.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, hex]) => [name!, hex!]);
  return { light, dark, projector: Object.fromEntries(own) as Tokens };
}

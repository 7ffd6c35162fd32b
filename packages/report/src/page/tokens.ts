// Colours of a report in light and dark; tokens.test.ts computes the contrast of every pair used.
// Those of charts come from Okabe-Ito, darkened or lightened until they pass.

/** Name, in light, in dark. */
const colours = {
  ground: ["#ffffff", "#14171f"],
  panel: ["#f4f6f9", "#1c212c"],
  text: ["#171b24", "#eef1f6"],
  quiet: ["#4b5463", "#aeb7c6"],
  edge: ["#7b8596", "#768094"],
  soft: ["#dce1e8", "#2f3746"],
  accent: ["#00639c", "#7cc4f0"],
  missing: ["#6b4300", "#ffd58a"],
  guess: ["#626c7c", "#96a0b2"],
  "line-0": ["#0072b2", "#56b4e9"],
  "line-1": ["#c95700", "#e69f00"],
  "line-2": ["#007a58", "#2fbf92"],
  "line-3": ["#9a4380", "#dfa0c6"],
  "line-4": ["#171b24", "#eef1f6"],
  "heat-0": ["#ffffff", "#14171f"],
  "heat-1": ["#dcebf6", "#1b3147"],
  "heat-2": ["#aed2ea", "#1f4a70"],
  "heat-3": ["#77b3da", "#3f83b5"],
  "heat-4": ["#1b6ca5", "#7cbde8"],
  "heat-5": ["#083b61", "#cfe8f8"],
  "heat-text-low": ["#171b24", "#eef1f6"],
  "heat-text-high": ["#ffffff", "#0b0e14"],
} as const satisfies Record<string, readonly [string, string]>;

export type Token = keyof typeof colours;
export const LINES = 5;
/** Steps of a heatmap: 0 is nothing, 5 the most. */
export const HEAT_STEPS = 5;

/** Which text is written on which step of the heatmap, by theme. */
export const heatText = {
  light: ["low", "low", "low", "low", "high", "high"],
  dark: ["low", "low", "low", "high", "high", "high"],
} as const;

const themes = { light: 0, dark: 1 } as const;
export type Theme = keyof typeof themes;

/** As custom properties of CSS. */
export function tokenRules(theme: Theme): string {
  const plain = Object.entries(colours).map(([name, both]) => `--${name}: ${both[themes[theme]]};`);
  const onHeat = heatText[theme].map((text, i) => `--on-heat-${i}: var(--heat-text-${text});`);
  return [...plain, ...onHeat].join(" ");
}

export const colour = (name: Token, theme: Theme): string => colours[name][themes[theme]];

/** Of a name as `tokenRules` defines it. A file has one ground: panels are of it, too. */
export function paintColour(name: string, theme: Theme): string {
  const step = /^on-heat-(\d)$/.exec(name)?.[1];
  if (step !== undefined) return colour(`heat-text-${heatText[theme][Number(step)]!}`, theme);
  return colour(name === "panel" ? "ground" : (name as Token), theme);
}

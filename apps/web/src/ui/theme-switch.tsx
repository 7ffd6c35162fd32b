import { useEffect } from "preact/hooks";
import { t } from "../i18n/en/frame.ts";
import { applyTheme, chooseTheme, chosenTheme, themes, type Theme } from "./theme.ts";

const names = {
  auto: "themeAuto",
  light: "themeLight",
  dark: "themeDark",
  projector: "themeProjector",
} as const satisfies Record<Theme, string>;

/** @param usual the look of this page when nobody has chosen one */
export function ThemeSwitch({ usual }: { usual: Theme }) {
  const theme = chosenTheme.value ?? usual;
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <label class="theme">
      {t("theme")}
      <select value={theme} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
        {themes.map((name) => (
          <option key={name} value={name}>
            {t(names[name])}
          </option>
        ))}
      </select>
    </label>
  );
}

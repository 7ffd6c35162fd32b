import { useEffect } from "preact/hooks";
import { applyTheme, chooseTheme, chosenTheme, themeNames, themes, type Theme } from "./theme.ts";

/** @param usual the look of this page when nobody has chosen one */
export function ThemeSwitch({ usual }: { usual: Theme }) {
  const theme = chosenTheme.value ?? usual;
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <label class="theme">
      Theme
      <select value={theme} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
        {themes.map((name) => (
          <option key={name} value={name}>
            {themeNames[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

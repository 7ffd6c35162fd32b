// Picks the page by its address; nothing else. Join is here, the others come when they are opened.

import { render } from "preact";
import { App } from "./app.tsx";
import { startLanguage } from "./i18n/choose-language.ts";
import { loadTheme } from "./ui/theme.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/frame.css";
import "./styles/layout.css";

loadTheme();
const root = document.getElementById("app");
void startLanguage().then(() => root !== null && render(<App />, root));

// The frame of every page: a thin top line, the page, and where the pictures come from.

import type { ComponentChildren } from "preact";
import { rich, t } from "../i18n/en/frame.ts";
import { dataSentence, type DatasetFacts } from "../state/data-words.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import type { Theme } from "./theme.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useKept } from "./use-kept.ts";

export interface FrameProps {
  code: string | null;
  /** null: this page has no connection of its own. */
  online: boolean | null;
  /** The volunteer's chosen name. */
  name?: string | null;
  data: DatasetFacts | null;
  theme?: Theme;
  children: ComponentChildren;
}

/** Its lines stay as they are while the page between them changes several times a second. */
export function Frame({ code, online, name = null, data, theme = "auto", children }: FrameProps) {
  return (
    <>
      {useKept(
        () => (
          <TopLine {...{ code, online, name, theme }} />
        ),
        [code, online, name, theme],
      )}
      {children}
      {useKept(
        () => (
          <DataLine data={data} />
        ),
        [data],
      )}
    </>
  );
}

function TopLine({ code, online, name, theme }: Required<Omit<FrameProps, "data" | "children">>) {
  return (
    <header class="top-line">
      <a class="wordmark" href="/">
        <img src="/favicon.svg" width="24" height="24" alt="" />
        spikefed
      </a>
      {code === null ? null : <span>{rich("room", { code: <bdi class="code">{code}</bdi> })}</span>}
      {online === null ? null : (
        <span class={online ? "connection" : "connection away"}>
          {t(online ? "connected" : "notConnected")}
        </span>
      )}
      <span class="spacer" />
      {name ? <bdi>{name}</bdi> : null}
      <LanguageSwitch />
      <ThemeSwitch usual={theme} />
    </header>
  );
}

function DataLine({ data }: { data: DatasetFacts | null }) {
  const sentence = dataSentence(data);
  if (sentence === null) return null;
  return (
    <footer class="data-line">
      <p>{data?.procedural ? <strong>{sentence}</strong> : sentence}</p>
    </footer>
  );
}

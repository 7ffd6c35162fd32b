// A short article whose figures are the real code at work. Needs no room.

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../i18n/en/explain.ts";
import { Frame } from "../../ui/frame.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { AveragingFigure } from "./averaging-figure.tsx";
import { CodingFigure } from "./coding-figure.tsx";
import { Glossary } from "./glossary.tsx";
import { NeuronFigure } from "./neuron-figure.tsx";
import "./explain.css";

export default function ExplainPage() {
  useTitle(`${t("page")} - spikefed`);
  useFragment();
  return (
    <Frame code={null} online={null} data={null}>
      <main class="explain stack">
        <h1>{t("title")}</h1>
        <p class="lead">{t("lead")}</p>
        <Part id="neuron-part" title={t("neuronTitle")} text={t("neuronText")}>
          <NeuronFigure />
        </Part>
        <Part id="coding-part" title={t("codingTitle")} text={t("codingText")}>
          <CodingFigure />
        </Part>
        <Part id="averaging-part" title={t("averagingTitle")} text={t("averagingText")}>
          <AveragingFigure />
        </Part>
        <Glossary />
        <p>
          <a class="button" href="/">
            {t("takePart")}
          </a>
        </p>
      </main>
    </Frame>
  );
}

interface PartProps {
  id: string;
  title: string;
  text: string;
  children: ComponentChildren;
}

function Part({ id, title, text, children }: PartProps) {
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  );
}

/** The page comes after its address: a word that was linked to is looked for here. */
function useFragment(): void {
  useEffect(() => {
    goToFragment();
    addEventListener("hashchange", goToFragment);
    return () => removeEventListener("hashchange", goToFragment);
  }, []);
}

function goToFragment(): void {
  const target = location.hash === "" ? null : document.getElementById(location.hash.slice(1));
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

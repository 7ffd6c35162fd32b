import { t } from "../../i18n/en/explain.ts";
import { WordLink } from "../../ui/word-link.tsx";
import { NeuronFigure } from "../explain/neuron-figure.tsx";

/** Before the start there is time to poke a neuron. */
export function WhileWaiting() {
  return (
    <details class="while-waiting" open>
      <summary>{t("waiting")}</summary>
      <div class="stack">
        <p>
          {t("waitingText")} <WordLink word="spike" text={t("howItWorks")} />
        </p>
        <NeuronFigure />
      </div>
    </details>
  );
}

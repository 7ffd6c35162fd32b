import type { TargetedFocusEvent } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/en/explain.ts";
import { NeuronFigure } from "../explain/neuron-figure.tsx";

/**
 * Before the start there is time to poke a neuron. Whoever is at it when the run starts keeps it until
 * the focus goes elsewhere.
 *
 * @param isWaiting the run has not started
 */
export function WhileWaiting({ isWaiting }: { isWaiting: boolean }) {
  const [isHeld, setHeld] = useState(false);
  if (!isWaiting && !isHeld) return null;
  const follow = ({ currentTarget, relatedTarget }: TargetedFocusEvent<HTMLElement>) =>
    setHeld(relatedTarget instanceof Node && currentTarget.contains(relatedTarget));
  return (
    <details class="while-waiting" open onFocusIn={() => setHeld(true)} onFocusOut={follow}>
      <summary>
        <h2>{t("waiting")}</h2>
      </summary>
      <div class="stack">
        <p>{t("waitingText")}</p>
        <NeuronFigure />
        <p>
          <a href="/explain" target="_blank" rel="noopener">
            {t("howItWorks")}
          </a>
        </p>
      </div>
    </details>
  );
}

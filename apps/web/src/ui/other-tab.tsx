// This device trains in the room already, in another tab.

import { useState } from "preact/hooks";
import { t } from "../i18n/en/tab.ts";

export interface OtherTabProps {
  code: string;
  /** Who trains there. */
  name: string;
  /** Takes its place; false: it does not answer. */
  onMove: () => Promise<boolean>;
  /** Trains here as one more; null: there is another button for that. */
  onJoin: (() => void) | null;
}

export function OtherTab({ code, name, onMove, onJoin }: OtherTabProps) {
  const [state, setState] = useState<"asked" | "moving" | "failed">("asked");
  const move = async () => {
    setState("moving");
    if (!(await onMove())) setState("failed");
  };
  return (
    <section class="notice stack tight" aria-labelledby="elsewhere-title">
      <h2 id="elsewhere-title">{t("elsewhere")}</h2>
      <p>{t("elsewhereText", { code, name })}</p>
      {state === "failed" ? <p>{t("moveFailed")}</p> : null}
      <div class="row">
        <button type="button" disabled={state === "moving"} onClick={() => void move()}>
          {state === "moving" ? t("moving") : t("moveHere")}
        </button>
        {onJoin === null ? null : (
          <button type="button" onClick={onJoin}>
            {t("joinToo")}
          </button>
        )}
      </div>
    </section>
  );
}

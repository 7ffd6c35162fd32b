import type { RefObject } from "preact";
import { t } from "../../i18n/en/volunteer.ts";
import type { PageMessage } from "../../worker/messages.ts";

export interface LeaveDialogProps {
  dialog: RefObject<HTMLDialogElement>;
  send: (message: PageMessage) => void;
}

/** The only modal of the page. Finishing the round is the default, staying is Escape. */
export function LeaveDialog({ dialog, send }: LeaveDialogProps) {
  const close = () => dialog.current?.close();
  const leave = (when: "now" | "after-round") => {
    send({ type: "leave", when });
    close();
  };
  return (
    <dialog ref={dialog} class="leave" aria-labelledby="leave-title">
      <div class="stack">
        <h2 id="leave-title">{t("leaveTitle")}</h2>
        <p>{t("leaveText")}</p>
        <div class="stack tight">
          {/* The first control of a dialog has the focus when it opens. */}
          <button type="button" class="primary tall" onClick={() => leave("after-round")}>
            {t("leaveAfter")}
          </button>
          <button type="button" class="tall" onClick={() => leave("now")}>
            {t("leaveNow")}
          </button>
          <button type="button" class="tall" onClick={close}>
            {t("stay")}
          </button>
        </div>
      </div>
    </dialog>
  );
}

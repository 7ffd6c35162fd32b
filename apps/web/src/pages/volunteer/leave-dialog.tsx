import type { RefObject } from "preact";
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
        <h2 id="leave-title">Leave the room?</h2>
        <p>
          The group keeps what you have sent. If you leave now, it loses your work on the round that
          is open.
        </p>
        <div class="stack tight">
          {/* The first control of a dialog has the focus when it opens. */}
          <button type="button" class="primary tall" onClick={() => leave("after-round")}>
            Finish this round, then leave
          </button>
          <button type="button" class="tall" onClick={() => leave("now")}>
            Leave now
          </button>
          <button type="button" class="tall" onClick={close}>
            Stay
          </button>
        </div>
      </div>
    </dialog>
  );
}

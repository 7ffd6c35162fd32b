// What the host can do with one volunteer: rename, have it sit a round out, remove.

import type { HostCommand } from "@spikefed/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/desk.ts";
import { AskButton } from "../../ui/ask-button.tsx";

export interface RowMenuProps {
  client: number;
  name: string;
  onCommand: (message: HostCommand) => Promise<boolean>;
  onSaid: (text: string) => void;
  onGone: () => void;
}

type Open = "no" | "menu" | "rename" | "remove";

/** A disclosure in the row itself: no pop-up that a scrolled table could cut off. Escape closes it. */
export function RowMenu({ client, name, onCommand, onSaid, onGone }: RowMenuProps) {
  const [open, setOpen] = useState<Open>("no");
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen("no");
    opener.current?.focus();
  };
  const act = async (message: HostCommand, said: string) => {
    const isDone = await onCommand(message);
    if (message.command === "remove" && isDone) onGone();
    else close();
    if (isDone) onSaid(said);
  };
  const rename = (other: string) =>
    void act({ command: "rename", client, name: other }, t("didRename", { name, other }));
  return (
    <div class="row-menu" onKeyDown={(event) => event.key === "Escape" && close()}>
      <button
        ref={opener}
        type="button"
        aria-expanded={open !== "no"}
        aria-label={t("actionsOf", { name })}
        onClick={() => setOpen(open === "no" ? "menu" : "no")}
      >
        {t("actions")}
      </button>
      {open === "menu" ? (
        <div class="row">
          <button type="button" onClick={() => setOpen("rename")}>
            {t("rename")}
          </button>
          <AskButton
            onClick={() => {
              const message: HostCommand = { command: "drop", clients: [client] };
              void act(message, t("didSitOut", { name }));
            }}
          >
            {t("sitOut")}
          </AskButton>
          <button type="button" onClick={() => setOpen("remove")}>
            {t("remove")}
          </button>
        </div>
      ) : null}
      {open === "rename" ? <Rename name={name} onSave={rename} onCancel={close} /> : null}
      {open === "remove" ? (
        <Remove
          name={name}
          onRemove={() => void act({ command: "remove", client }, t("didRemove", { name }))}
          onKeep={close}
        />
      ) : null}
    </div>
  );
}

interface RenameProps {
  name: string;
  onSave: (name: string) => void;
  onCancel: () => void;
}

function Rename({ name, onSave, onCancel }: RenameProps) {
  const input = useFocus<HTMLInputElement>();
  const [text, setText] = useState(name);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text);
      }}
    >
      <input
        ref={input}
        value={text}
        maxLength={24}
        required
        autocomplete="off"
        aria-label={t("newName", { name })}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <AskButton type="submit">{t("save")}</AskButton>
      <button type="button" onClick={onCancel}>
        {t("cancel")}
      </button>
    </form>
  );
}

interface RemoveProps {
  name: string;
  onRemove: () => void;
  onKeep: () => void;
}

/** What cannot be undone is asked once more; keeping has the focus. */
function Remove({ name, onRemove, onKeep }: RemoveProps) {
  const keep = useFocus<HTMLButtonElement>();
  return (
    <div class="stack tight">
      <p id="remove-sure">{t("removeSure", { name })}</p>
      <div class="row">
        <AskButton aria-describedby="remove-sure" onClick={onRemove}>
          {t("removeNow")}
        </AskButton>
        <button ref={keep} type="button" onClick={onKeep}>
          {t("keep")}
        </button>
      </div>
    </div>
  );
}

function useFocus<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}

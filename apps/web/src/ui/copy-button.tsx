import { useState } from "preact/hooks";
import { t } from "../i18n/en/frame.ts";

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<"copied" | "copyRefused" | null>(null);
  const copy = async () => {
    setSaid((await copyText(text)) ? "copied" : "copyRefused");
    setTimeout(() => setSaid(null), 2000);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{said === null ? label : t(said)}</span>
    </button>
  );
}

/** Pages without https have no clipboard; they copy a selection instead. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

function copySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  // Deprecated, and the only way without https.
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

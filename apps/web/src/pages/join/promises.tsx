import type { DatasetFacts } from "../../state/data-words.ts";

/** What joining means, in true words. */
export function Promises({ pictures }: { pictures: DatasetFacts | null }) {
  const set = pictures?.procedural ? "drawn shapes" : (pictures?.source ?? "a public set");
  return (
    <details class="promises">
      <summary>What does this do?</summary>
      <ol class="stack tight">
        <li>
          It uses this device's graphics chip, or its processor, only while this page is open.
          Nothing is installed.
        </li>
        <li>
          It reads nothing from your device. <strong>The pictures come from us</strong> ({set}). In
          real federated learning they would be yours and would stay with you.
        </li>
        <li>
          You can pause or leave at any time, and the group loses nothing but your next update.
        </li>
        <li>We keep your chosen name until the run ends. No account, no cookie, no tracking.</li>
        <li>
          You set the pace: gentle, normal, full, or paused when the device gets warm. It does not
          slow down by itself.
        </li>
        <li>What you see is what was measured. A missing number is shown as missing.</li>
      </ol>
    </details>
  );
}

import { t as tFrame } from "../../i18n/en/frame.ts";
import { t } from "../../i18n/en/volunteer.ts";
import { problemWords } from "../../state/problem-words.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ReloadButton } from "../../ui/reload-button.tsx";
import type { Failure } from "../../worker/messages.ts";

export interface PreparingProps {
  code: string;
  name: string;
  /** What is being done. */
  text: string;
  failure: Failure | null;
}

/** Between Join and the first answer of the room; also when it did not come to that. */
export function Preparing({ code, name, text, failure }: PreparingProps) {
  return (
    <Frame code={code} online={null} name={name} data={null}>
      <main class="column stack">
        <h1>{t(failure === null ? "gettingReady" : "cannotGoOn")}</h1>
        {failure === null ? (
          <>
            <p role="status">{text}</p>
            <progress aria-label={text} />
          </>
        ) : (
          <Notice problem={problemWords(failure)} isLoss>
            <ReloadButton />
            <a class="button" href={`/room/${code}?watch=1`}>
              {tFrame("watchInstead")}
            </a>
          </Notice>
        )}
      </main>
    </Frame>
  );
}

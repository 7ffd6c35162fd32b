import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/en/frame.ts";
import { Frame } from "./frame.tsx";
import { Notice } from "./notice.tsx";
import { ReloadButton } from "./reload-button.tsx";

type Loaded<P> = { page: ComponentType<P> } | { failed: true } | null;

/** A page in its own chunk; until it is here, one sentence says so. */
export function lazyPage<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  return function LazyPage(props: P) {
    const [loaded, setLoaded] = useState<Loaded<P>>(null);
    useEffect(() => {
      load().then(
        (module) => setLoaded({ page: module.default }),
        () => setLoaded({ failed: true }),
      );
    }, []);
    if (loaded !== null && "page" in loaded) return <loaded.page {...props} />;
    return <Placeholder hasFailed={loaded !== null} />;
  };
}

function Placeholder({ hasFailed }: { hasFailed: boolean }) {
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>{t(hasFailed ? "pageFailed" : "loading")}</h1>
        {hasFailed ? (
          <Notice problem={loadProblem()}>
            <ReloadButton />
          </Notice>
        ) : (
          <p role="status">{t("loadingPage")}</p>
        )}
      </main>
    </Frame>
  );
}

const loadProblem = () => ({
  code: "net/page",
  fact: t("pageFailedFact"),
  cure: t("pageFailedCure"),
});

import { useEffect } from "preact/hooks";

/** The title of the tab, also after a change of language. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

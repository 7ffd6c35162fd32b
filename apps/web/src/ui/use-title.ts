import { useEffect } from "preact/hooks";

/** The title of the tab. @param words of this page, without the program's name */
export function useTitle(words: string): void {
  useEffect(() => {
    document.title = `${words} - spikefed`;
  }, [words]);
}

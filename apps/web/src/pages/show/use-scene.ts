import { useEffect, useState } from "preact/hooks";
import { type Scene, sceneOfKey } from "../../state/show-scene.ts";

/** The scene and what changes it; keys count while it is shown, everywhere but in a field. */
export function useScene(isShown: boolean): [Scene, () => void] {
  const [scene, setScene] = useState<Scene>("run");
  useEffect(() => {
    if (!isShown) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLSelectElement) return;
      const next = sceneOfKey(event.key, scene);
      if (next === null) return;
      event.preventDefault();
      setScene(next);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [scene, isShown]);
  return [scene, () => setScene(scene === "run" ? "pictures" : "run")];
}

// Which scene the wall shows, and the keys that change it: those of a presenter's clicker. No letter
// does, since whoever dictates would press it by speaking (WCAG 2.1.4).

export type Scene = "run" | "pictures";

/** What a key asks for; null: it is none of ours. */
export function sceneOfKey(key: string, scene: Scene): Scene | null {
  switch (key) {
    case "PageDown":
    case "PageUp":
      return scene === "run" ? "pictures" : "run";
    default:
      return null;
  }
}

// Which scene the wall shows, and the keys that change it. A presenter's clicker sends Page Up and
// Page Down.

export type Scene = "run" | "pictures";

/** What a key asks for; null: it is none of ours. */
export function sceneOfKey(key: string, scene: Scene): Scene | null {
  switch (key) {
    case "p":
    case "P":
    case "PageDown":
    case "PageUp":
      return scene === "run" ? "pictures" : "run";
    default:
      return null;
  }
}

// Which page an address means. Nothing else reads `location`.

export type Route =
  | { page: "join"; code: string | null }
  | { page: "room"; code: string; watch: boolean }
  | { page: "host"; code: string | null }
  | { page: "show"; code: string | null }
  | { page: "bench"; isCheck: boolean }
  | { page: "explain" }
  | { page: "trust" }
  | { page: "missing" };

/** Room codes are written in capitals; people type them as they like. */
export function normaliseCode(text: string): string {
  return text.replace(/[\s-]/g, "").toUpperCase();
}

/** Same signs as in the protocol: no vowels, no 0, 1, I, L, O. */
export function isRoomCode(code: string): boolean {
  return /^[BCDFGHJKMNPQRSTVWXYZ2-9]{4}$/.test(code);
}

export function readRoute(address: { pathname: string; search: string }): Route {
  const [first = "", second, ...rest] = address.pathname.split("/").filter((part) => part !== "");
  if (rest.length > 0) return { page: "missing" };
  const code = second === undefined ? null : normaliseCode(second);
  if (code !== null && code.length > 12) return { page: "missing" };
  switch (first) {
    case "":
    case "index.html":
      return { page: "join", code: null };
    case "j":
      return { page: "join", code };
    case "room":
      if (code === null) return { page: "join", code: null };
      return { page: "room", code, watch: new URLSearchParams(address.search).has("watch") };
    case "host":
      return { page: "host", code };
    case "show":
      return { page: "show", code };
    case "bench":
      if (code !== null) return { page: "missing" };
      return { page: "bench", isCheck: new URLSearchParams(address.search).has("check") };
    case "explain":
      return code === null ? { page: "explain" } : { page: "missing" };
    case "trust":
      return code === null ? { page: "trust" } : { page: "missing" };
    default:
      return { page: "missing" };
  }
}

/** The executor that `?executor=kernels/wasm` asks for, for tests and for comparing. */
export function wantedExecutor(search: string): string | null {
  const wanted = new URLSearchParams(search).get("executor");
  return wanted === null || wanted === "" ? null : wanted;
}

/** The engine's kernels: `?tuning=plain` measures nothing and keeps to the plain ones. */
export function wantedTuning(search: string): "auto" | "plain" {
  return new URLSearchParams(search).get("tuning") === "plain" ? "plain" : "auto";
}

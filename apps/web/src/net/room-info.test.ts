import { expect, test } from "vitest";
import { fetchRoom } from "./room-info.ts";

function answering(status: number, body: object) {
  const asked: string[] = [];
  const get = (path: unknown) => {
    asked.push(String(path));
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  };
  return { asked, get: get as typeof fetch };
}

test("a code leads to the room that has it, and none to the only one", async () => {
  const { asked, get } = answering(200, { code: "K7QF" });
  expect(await fetchRoom("K7QF", get)).toEqual({ room: { code: "K7QF" } });
  await fetchRoom(null, get);
  expect(asked).toEqual(["/r/K7QF/api/room", "/api/room"]);
});

test("a wrong code is told from a coordinator that does not answer", async () => {
  const wrong = answering(404, { error: "no room K7QF", code: "room/unknown" });
  expect(await fetchRoom("K7QF", wrong.get)).toEqual({ refused: "room/unknown" });
  const other = answering(502, { error: "bad gateway" });
  await expect(fetchRoom("K7QF", other.get)).rejects.toThrow("answered 502");
});

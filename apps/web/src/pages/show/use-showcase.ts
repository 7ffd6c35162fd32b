import { useEffect, useState } from "preact/hooks";
import { fetchShowcase, type PictureVotes } from "../../net/showcase.ts";

/**
 * Pictures and votes of a room, asked for again with every judged model.
 *
 * @param code Of the room.
 * @param judged Name of the newest judged model; changes with it.
 * @returns `failed`: the coordinator did not answer.
 */
export function useShowcase(code: string, judged: string): PictureVotes | "fetching" | "failed" {
  const [votes, setVotes] = useState<PictureVotes | "fetching" | "failed">("fetching");
  useEffect(() => {
    let isWanted = true;
    fetchShowcase(code).then(
      (news) => isWanted && setVotes(news),
      () => isWanted && setVotes("failed"),
    );
    return () => void (isWanted = false);
  }, [code, judged]);
  return votes;
}

import { useEffect, useState } from "preact/hooks";
import { fetchShowcase, type PictureVotes } from "../../net/showcase.ts";

/**
 * Pictures and votes, asked for again with every judged model.
 *
 * @param judged Name of the newest judged model; changes with it.
 * @returns `failed`: the coordinator did not answer.
 */
export function useShowcase(judged: string): PictureVotes | "fetching" | "failed" {
  const [votes, setVotes] = useState<PictureVotes | "fetching" | "failed">("fetching");
  useEffect(() => {
    let isWanted = true;
    fetchShowcase().then(
      (news) => isWanted && setVotes(news),
      () => isWanted && setVotes("failed"),
    );
    return () => void (isWanted = false);
  }, [judged]);
  return votes;
}

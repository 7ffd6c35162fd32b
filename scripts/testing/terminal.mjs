// One terminal for steps that run side by side.

/** What only says that a step still runs; it is nothing to read afterwards. */
export const isSignOfLife = (text) => text.startsWith("  ... ");

/**
 * The oldest step writes at once; what a later one says is kept until all before it are over.
 *
 * @param write where all of it goes: `(text) => void`
 * @returns a function that gives a step its turn: `{ write, end }`
 */
export function takeTurns(write) {
  const turns = [];
  const showKept = () => {
    while (turns.length > 0) {
      write(turns[0].kept);
      turns[0].kept = "";
      if (!turns[0].isOver) return;
      turns.shift();
    }
  };
  return () => {
    const turn = { kept: "", isOver: false };
    turns.push(turn);
    return {
      write: (text) => {
        if (turns[0] === turn) write(text);
        else if (!isSignOfLife(text)) turn.kept += text;
      },
      end: () => {
        turn.isOver = true;
        if (turns[0] === turn) showKept();
      },
    };
  };
}

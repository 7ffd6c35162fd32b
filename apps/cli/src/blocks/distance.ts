// How far apart the directions of two lists of numbers are. Sums in double precision.

/** 0 for the same direction; infinite for another length or what is no number. */
export function oneMinusCosine(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  const [a, b] = [lengthOf(got), lengthOf(want)];
  if (a === 0 && b === 0) return 0;
  // Half the squared distance of the unit vectors: exact where the cosine itself rounds to 1.
  let sum = 0;
  for (let i = 0; i < got.length; i++) sum += (got[i]! / a - want[i]! / b) ** 2;
  return Number.isNaN(sum) ? Infinity : sum / 2;
}

const lengthOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
};

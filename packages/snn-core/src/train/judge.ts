// Logits against labels, on typed arrays: no executor and no tfjs needed.

/** Mean cross entropy in nats, and how many rows have their label on top. */
export function judge(logits: Float32Array, labels: Int32Array): { loss: number; correct: number } {
  const classes = logits.length / labels.length;
  let loss = 0;
  let correct = 0;
  labels.forEach((label, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const top = scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);
    const largest = scores[top]!;
    const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
    loss += (Math.log(sum) + largest - scores[label]!) / labels.length;
    if (top === label) correct += 1;
  });
  return { loss, correct };
}

/** A problem as it is copied for somebody who helps. */
export const problemDetails = ({
  code,
  fact,
  cure,
}: {
  code: string;
  fact: string;
  cure: string;
}) => `${code}: ${fact}. ${cure}`;

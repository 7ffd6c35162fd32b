// HTTP GET with progress, for Node.

/** @throws when the status is not 200 or the connection ends early. */
export async function fetchBytes(
  url: string,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  const total = Number(response.headers.get("content-length") ?? 0);
  const parts: Uint8Array[] = [];
  let done = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = (await reader?.read())?.value;
    if (part === undefined) break;
    parts.push(part);
    done += part.length;
    onProgress(done, Math.max(done, total));
  }
  return new Uint8Array(Buffer.concat(parts));
}

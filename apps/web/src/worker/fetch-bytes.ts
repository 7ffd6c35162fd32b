/**
 * HTTP GET of a path of the coordinator, with progress.
 *
 * @throws when the status is not 200 or the connection ends early.
 */
export async function fetchBytes(
  path: string,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const response = await fetch(path);
  if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}`);
  const total = Number(response.headers.get("content-length") ?? 0);
  if (response.body === null) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const reader = response.body.getReader(); ;) {
    const { value } = await reader.read();
    if (value === undefined) break;
    parts.push(value);
    done += value.length;
    onProgress(done, Math.max(done, total));
  }
  return join(parts, done);
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

// Where the browser's key is kept: IndexedDB, which holds a private key that no script can read.

import type { KeptKey, KeyStore } from "./browser-key.ts";

const DATABASE = "spikefed";
const STORE = "keys";
const OWN = "own";

export function keyStore(databases: IDBFactory): KeyStore {
  const within = async <T>(use: (store: IDBObjectStore) => Promise<T>): Promise<T> => {
    const database = await open(databases);
    try {
      return await use(database.transaction(STORE, "readwrite").objectStore(STORE));
    } finally {
      database.close(); // once the transaction is over
    }
  };
  const read = async (store: IDBObjectStore): Promise<KeptKey | null> =>
    ((await settled(store.get(OWN))) as KeptKey | undefined) ?? null;
  return {
    load: () => within(read),
    add: (key) =>
      within(async (store) => {
        const kept = await read(store); // another tab may have been faster
        if (kept !== null) return kept;
        await settled(store.put(key, OWN));
        return key;
      }),
  };
}

async function open(databases: IDBFactory): Promise<IDBDatabase> {
  const request = databases.open(DATABASE, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage failed"));
  });
}

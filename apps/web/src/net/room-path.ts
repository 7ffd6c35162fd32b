// Addresses of a room on the coordinator.

/** @param code of the room; null: the coordinator's only one */
export function roomPath(code: string | null, path: `/${string}`): string {
  return code === null ? path : `/r/${code}${path}`;
}

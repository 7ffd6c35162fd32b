/** For pages that only watch: what they show may be old. Present before it speaks. */
export function OfflineLine({ isOffline }: { isOffline: boolean }) {
  return (
    <div class="live" role="status">
      {isOffline ? (
        <p class="notice">
          Not connected to the coordinator. What is shown may be old; the page tries again by
          itself.
        </p>
      ) : null}
    </div>
  );
}

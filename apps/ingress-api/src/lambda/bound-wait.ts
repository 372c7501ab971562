const WAIT = /(^|[,;\s])wait=(\d{1,6})(?=$|[,;\s])/gi;

/** A `Prefer` header that waits no longer than so many seconds, as a proxy with a limit of its own says it. */
export function boundWait(prefer: string, maxSeconds: number): string {
  const longest = Math.max(0, Math.floor(maxSeconds));
  return prefer.replaceAll(
    WAIT,
    (_whole, before: string, seconds: string) => `${before}wait=${Math.min(Number(seconds), longest)}`,
  );
}

const INTERVAL_MS = 5_000;

/** Calls `say` at most every five seconds, with the latest there is to say. */
export function everyWhile(
  say: (line: string) => void,
  now: () => number = () => performance.now(),
): (line: string) => void {
  let saidMs = now();
  return (line) => {
    if (now() - saidMs < INTERVAL_MS) return;
    saidMs = now();
    say(line);
  };
}

/**
 * Measures how long the event loop was held between two timers, as processor time of this thread: on a busy machine
 * the clock also counts what others did. The returned function ends it and gives the longest turn in ms.
 */
export function startTurnMeter(): () => number {
  let last = process.threadCpuUsage();
  let longestMs = 0;
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    longestMs = Math.max(longestMs, (user + system) / 1_000);
  }, 1);
  return () => {
    clearInterval(timer);
    return longestMs;
  };
}

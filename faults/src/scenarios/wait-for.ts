import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/** Resolves with milliseconds waited when it holds; throws what was waited for after `limitMs`. */
export async function waitFor(
  what: string,
  limitMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    if (await holds()) return performance.now() - startedAt;
    if (performance.now() - startedAt > limitMs) throw new Error(`Not within ${limitMs} ms: ${what}.`);
    await delay(POLL_MS);
  }
}

import type { PublicReply } from './contract.ts';

const MAX_BYTES = 64 * 1_024;
// The verdict is in the status: a slow body is not worth a slot.
const TIMEOUT_MS = 2_000;

/** Lets a well-behaved server finish its reply, for 2 s and 64 kB; never fails: what it says is nobody's business. */
export async function discardBody({ body }: PublicReply): Promise<void> {
  // The body may fail in any way once the status is there: the verdict stands.
  body.on('error', () => {});
  // A timer of its own, which ends with the body: a signal with a timeout would stay for all of it.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  await body.dump({ limit: MAX_BYTES, signal: limit.signal }).catch(() => {});
  clearTimeout(timer);
}

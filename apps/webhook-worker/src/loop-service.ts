import { type Service, withDeadline } from '@ragfleet/service-runtime';

/** A command of Redis is given up after two seconds: a batch that has not ended by then stands still. */
const MAX_STOP_MS = 3_000;
/** Of what is left of the grace, so that a short one is not used up either. */
const SHARE = 0.25;

/**
 * A loop as a part of the process. On a slow Redis it is left in the middle of a batch, which another process goes on with:
 * the deliveries under way and the audit log, which stop behind it, need the time.
 */
export function loopService(
  name: string,
  loop: { readonly start: () => Promise<void>; readonly stop: () => Promise<void> },
): Service {
  return {
    name,
    start: () => loop.start(),
    stop: (graceMs) =>
      withDeadline(loop.stop(), Math.min(MAX_STOP_MS, SHARE * graceMs), `The batch of the ${name}`),
  };
}

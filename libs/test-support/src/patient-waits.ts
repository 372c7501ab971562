import { vi } from 'vitest';

/** Less than a test may last, so that a test that fails names the condition that it waited for. */
const PATIENCE_MS = 40_000;
const IS_PATIENT = Symbol.for('ragfleet.waits-are-patient');

type Options = Parameters<typeof vi.waitFor>[1];

const patient = (options: Options): Options =>
  typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options };

/**
 * Runs before each test file: a condition is waited for as long as a test may last. Vitest's own limit is a second,
 * which a busy machine breaks without anything being wrong. The files of one worker share one `vi`: the first does it.
 */
if (!Object.hasOwn(vi, IS_PATIENT)) {
  const { waitFor, waitUntil } = vi;
  vi.waitFor = (callback, options) => waitFor(callback, patient(options));
  vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
  Object.defineProperty(vi, IS_PATIENT, { value: true });
}

import { vi } from 'vitest';

/** Less than a test may last, so that a test that fails names the condition that it waited for. */
const PATIENCE_MS = 40_000;

/**
 * Runs before each test file: a condition is waited for as long as a test may last. Vitest's own limit is a second,
 * which a busy machine breaks without anything being wrong.
 */
const { waitFor, waitUntil } = vi;
type Options = Parameters<typeof waitFor>[1];

const patient = (options: Options): Options =>
  typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options };

vi.waitFor = (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));

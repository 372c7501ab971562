import type { PiiFinding } from '@ragfleet/guards';

/** Finds personal data that takes more than checksums and words to see, such as names in the middle of a text. */
export interface PiiFinder {
  /** Faults: unavailable, timeout. The question then goes on with what the fleet has found itself. */
  find(text: string, signal: AbortSignal): Promise<readonly PiiFinding[]>;
}

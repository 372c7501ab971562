import { isFault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';

export const tenantOf = (key: string): string => key.split(':')[1] ?? '';

/** A text that no known master key opens. */
export const UNREADABLE = Symbol('unreadable');

/** null for what needs nothing. */
export function resealed(
  sealer: Sealer,
  tenantId: string,
  purpose: string,
  text: string,
): string | typeof UNREADABLE | null {
  try {
    return sealer.reseal(tenantId, purpose, text);
  } catch (error) {
    if (isFault(error, 'corrupt')) return UNREADABLE;
    throw error;
  }
}

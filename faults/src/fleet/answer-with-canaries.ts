import type { ModelRequest } from '@ragfleet/test-support';

/** What a tenant's documents carry, and nothing else of the fleet does. */
export const canaryOf = (tenantId: string): string => `canary-${tenantId}-7f3a`;

const CANARY = /canary-[a-z]+-7f3a/g;

/**
 * An answer that repeats every canary it was shown: had another tenant's passage come into the prompt, the answer would
 * carry it out.
 */
export function answerWithCanaries(request: ModelRequest): { text: string } {
  const seen = new Set(request.texts.flatMap((text) => text.match(CANARY) ?? []));
  const named = seen.size === 0 ? 'no code' : [...seen].join(' and ');
  return { text: `The handbook gives ${named} for this, and it names nine days for it [1].` };
}

import { type ModelDouble, startAnthropicDouble } from '@ragfleet/test-support';
import { answerWithCanaries } from '../../fleet/answer-with-canaries.ts';
import type { AppProcess, FaultFleet } from '../../fleet/contract.ts';
import { replaceQueryWorkers } from './other-workers.ts';

export const FIRST_MODEL = 'gpt-4o-mini';
export const SECOND_MODEL = 'claude-haiku-5-5';
/** How the second vendor's answers begin, and nobody else's. */
export const SECOND_WORDS = 'Elsewhere it is said: ';

/** For scenarios that are not about breakers: one that opens lets its probes through at once. */
export const NEVER_AWAY = { MODEL_BREAKER_RESET_SECONDS: '0.1' };

export interface TwoVendors {
  readonly second: ModelDouble;
  readonly workers: readonly AppProcess[];
}

export interface WithSecondVendor {
  readonly fleet: FaultFleet;
  readonly count?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs `work` on workers that ask another vendor's model when the fleet's own fails. */
export async function withSecondVendor<T>(
  { fleet, variables = {}, ...options }: WithSecondVendor,
  work: (vendors: TwoVendors) => Promise<T>,
): Promise<T> {
  const second = await startAnthropicDouble();
  second.reply((request) => ({ text: `${SECOND_WORDS}${answerWithCanaries(request).text}` }));
  try {
    const workers = await replaceQueryWorkers(fleet, {
      ...options,
      variables: {
        MODEL_LADDER: `${FIRST_MODEL},${SECOND_MODEL}`,
        ANTHROPIC_API_KEY: 'not-a-secret',
        ANTHROPIC_BASE_URL: second.url,
        ...variables,
      },
    });
    return await work({ second, workers });
  } finally {
    await second.stop();
  }
}

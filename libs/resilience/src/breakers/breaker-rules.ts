import { z } from 'zod';
import type { BreakerOptions } from './create-breaker.ts';

const resetSeconds = z.coerce.number().min(0.1).max(3_600);

/** Variables of breakers, for the config of every app that has some: all of a fleet need the same ones. */
export const breakerVariables = {
  CIRCUIT_BREAKER_THRESHOLD: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .meta({ description: 'failures in a row after which a store is not called for a while' }),
  CIRCUIT_BREAKER_RESET_SECONDS: resetSeconds.default(15).meta({
    description: 'how long what failed is not called, before three calls try whether it is back',
  }),
  MODEL_BREAKER_RESET_SECONDS: resetSeconds
    .optional()
    .meta({ description: 'CIRCUIT_BREAKER_RESET_SECONDS of answer models, where it is to be another time' }),
};

/** What an app read from its environment, as far as breakers need it. */
export interface BreakerVariables {
  readonly REGION?: string | undefined;
  readonly CIRCUIT_BREAKER_THRESHOLD: number;
  readonly CIRCUIT_BREAKER_RESET_SECONDS: number;
  readonly MODEL_BREAKER_RESET_SECONDS?: number | undefined;
}

export type BreakerKind = 'embedding' | 'model' | 'vectors' | 'reranker';

/** Of what answers for each question: it is left alone sooner. The others have the configured threshold. */
const OWN_THRESHOLDS: Readonly<Partial<Record<BreakerKind, number>>> = { embedding: 3, model: 3 };

/**
 * The breaker of one dependency, under the one name that all processes of the fleet know it by. `parts`: its provider
 * and model, as far as they tell it from others.
 */
export function breakerOptions(
  kind: BreakerKind,
  parts: readonly string[],
  variables: BreakerVariables,
): BreakerOptions {
  const { REGION, CIRCUIT_BREAKER_THRESHOLD, CIRCUIT_BREAKER_RESET_SECONDS } = variables;
  const { MODEL_BREAKER_RESET_SECONDS = CIRCUIT_BREAKER_RESET_SECONDS } = variables;
  const seconds = kind === 'model' ? MODEL_BREAKER_RESET_SECONDS : CIRCUIT_BREAKER_RESET_SECONDS;
  return {
    name: [kind, ...parts, ...(REGION === undefined ? [] : [REGION])].join(' '),
    consecutiveFailures: OWN_THRESHOLDS[kind] ?? CIRCUIT_BREAKER_THRESHOLD,
    resetMs: seconds * 1_000,
  };
}

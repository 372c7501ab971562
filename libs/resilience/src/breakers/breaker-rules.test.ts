import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { breakerOptions, breakerVariables } from './breaker-rules.ts';

const read = (variables: Readonly<Record<string, string>> = {}) => ({
  REGION: 'eu',
  ...z.object(breakerVariables).parse(variables),
});

describe('breakerOptions', () => {
  it('names a dependency by its kind, what it is and where', () => {
    expect(breakerOptions('model', ['openai', 'gpt-4o'], read()).name).toBe('model openai gpt-4o eu');
  });

  it.each([
    ['embedding', 3],
    ['model', 3],
    ['vectors', 5],
    ['reranker', 5],
  ] as const)('opens on %s failures by %d, for 15 s', (kind, consecutiveFailures) => {
    expect(breakerOptions(kind, ['x'], read())).toMatchObject({ consecutiveFailures, resetMs: 15_000 });
  });

  it('takes thresholds and times from the configuration, those of models apart', () => {
    const variables = read({
      CIRCUIT_BREAKER_THRESHOLD: '7',
      CIRCUIT_BREAKER_RESET_SECONDS: '30',
      MODEL_BREAKER_RESET_SECONDS: '60',
    });
    expect(breakerOptions('vectors', ['x'], variables)).toMatchObject({
      consecutiveFailures: 7,
      resetMs: 30_000,
    });
    expect(breakerOptions('model', ['x'], variables)).toMatchObject({
      consecutiveFailures: 3,
      resetMs: 60_000,
    });
  });
});

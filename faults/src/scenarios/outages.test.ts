import { expect, it } from 'vitest';
import { requireAnswers } from './outages.ts';

const answered = { id: 'q_1', status: 'succeeded', error: null } as const;

it('is content with answers alone', () => {
  expect(() => requireAnswers([answered, answered])).not.toThrow();
});

it.each(['failed', 'expired', 'canceled'] as const)('does not take %s for an answer', (status) => {
  expect(() => requireAnswers([answered, { id: 'q_2', status, error: null }])).toThrow(
    '1 of 2 were not answered',
  );
});

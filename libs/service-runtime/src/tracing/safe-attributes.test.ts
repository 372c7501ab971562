import { expect, it } from 'vitest';
import { safeAttributes } from './safe-attributes.ts';

it('hides what a log hides, by any part of its name, and leaves out what is undefined', () => {
  const given = {
    question: 'hidden',
    'ragfleet.Answer': 'hidden',
    'http.request.header.authorization': 'hidden',
    'ragfleet.query.id': 'q_1',
    'gen_ai.usage.input_tokens': 12,
    'ragfleet.cache.tier': undefined,
  };
  expect(safeAttributes(given)).toEqual({
    question: '[redacted]',
    'ragfleet.Answer': '[redacted]',
    'http.request.header.authorization': '[redacted]',
    'ragfleet.query.id': 'q_1',
    'gen_ai.usage.input_tokens': 12,
  });
});

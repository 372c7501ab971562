import { Fault } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import type { EndedAnswer } from '../ports/answers.ts';
import { ASKED, type Bench, bench, LEAVE } from './answer-question.fixture.ts';
import type { AnswerPorts } from './answer-ports.ts';
import { createAnswerQuestion } from './answer-question.ts';

/** Asks, and writes down in what order the audit began, the end was told, both were through and the answer came. */
async function heard(overrides: Partial<AnswerPorts> = {}, signal = new AbortController().signal) {
  const order: string[] = [];
  const outcomes: EndedAnswer[] = [];
  const told = Promise.withResolvers<void>();
  const audit: AnswerPorts['audit'] = {
    record: async () => {
      order.push('audit begins');
      await told.promise;
      order.push('audited');
    },
  };
  const at: Bench = bench([LEAVE], { audit, ...overrides });
  const answered = createAnswerQuestion(at.ports)(ASKED, {
    signal,
    emit: () => undefined,
    onEnded: async (outcome) => {
      outcomes.push(outcome);
      told.resolve();
    },
  }).then((outcome) => {
    order.push('answered');
    return outcome;
  });
  return { order, outcomes, answered, release: () => told.resolve() };
}

it('tells its end while the audit is written, and answers after both', async () => {
  const { order, outcomes, answered } = await heard();
  expect(outcomes).toEqual([await answered]);
  expect(new Set(order.slice(0, -1))).toEqual(new Set(['audit begins', 'audited']));
  expect(order.at(-1)).toBe('answered');
});

it('tells a failure with what it had cost', async () => {
  const level: AnswerPorts['degradationLevel'] = async () => ({ level: 'maintenance', reasons: [] });
  const { outcomes, answered } = await heard({ degradationLevel: level });
  expect(await answered).toMatchObject({ status: 'failed', cost: { totalUsd: 0 } });
  expect(outcomes).toEqual([await answered]);
});

it('tells nothing of a run that is to be repeated', async () => {
  const level: AnswerPorts['degradationLevel'] = () => Promise.reject(new Fault('unavailable', 'Try again.'));
  const { outcomes, answered, release } = await heard({ degradationLevel: level });
  release();
  await expect(answered).rejects.toThrow('Try again.');
  expect(outcomes).toEqual([]);
});

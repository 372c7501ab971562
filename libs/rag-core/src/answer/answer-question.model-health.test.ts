import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { ModelHealthCounts } from '../ports/degradation.ts';
import { NO_TENANT_SETTINGS } from '../ports/models.ts';
import { ASKED, bench, failsAfter, ladder, LEAVE, says, scriptedModel } from './answer-question.fixture.ts';
import { budgetExhausted } from './budget-pressure.ts';

describe('how the models do', () => {
  const first = scriptedModel('local-a', failsAfter('x'));
  const answers = scriptedModel('local-b', says('25 days of leave [1].'));
  it.each<[string, ReturnType<typeof ladder>, ModelHealthCounts]>([
    [
      'a first model that answers',
      ladder(answers),
      { calls: 1, failedCalls: 0, questions: 1, unansweredQuestions: 0 },
    ],
    [
      'a fallback that answers',
      ladder(first, answers),
      { calls: 2, failedCalls: 1, questions: 1, unansweredQuestions: 0 },
    ],
    ['none that answers', ladder(first), { calls: 1, failedCalls: 1, questions: 1, unansweredQuestions: 1 }],
  ])('is recorded once for each question: %s', async (_name, models, expected) => {
    const recorded: ModelHealthCounts[] = [];
    const modelHealth = { record: (counts: ModelHealthCounts) => void recorded.push(counts) };
    await bench([LEAVE], { models, modelHealth }).result(ASKED);
    expect(recorded).toEqual([expected]);
  });

  const throws = (fault: Fault) =>
    function* refuse(): Generator<never> {
      yield* [];
      throw fault;
    };
  it.each([
    ['a call that the budget did not hold', budgetExhausted()],
    ['a question that its vendor refuses', new Fault('invalid-input', 'content_filter')],
    ['a prompt that is too long', new Fault('too-large', 'Too long.')],
  ])('hears nothing of %s', async (_name, fault) => {
    const recorded: ModelHealthCounts[] = [];
    const modelHealth = { record: (counts: ModelHealthCounts) => void recorded.push(counts) };
    const refuses = scriptedModel('local-a', throws(fault));
    await bench([LEAVE], { models: ladder(refuses), modelHealth }).result(ASKED);
    expect(recorded).toEqual([]);
  });

  const onKey = (underKey: ReturnType<typeof scriptedModel>) => ({
    ...scriptedModel('gpt-4o', failsAfter('x')),
    vendor: 'openai',
    forKey: () => underKey,
  });
  const asksOnOwnAccount = {
    ...ASKED,
    tenantSettings: { ...NO_TENANT_SETTINGS, ownKeys: { openai: 'sk-own' } },
  };
  it.each([
    ['an invalid key', throws(new Fault('internal', 'The credential is refused.'))],
    ['an answer', says('25 days of leave [1].')],
  ])("hears nothing of %s on a tenant's own account", async (_name, script) => {
    const recorded: ModelHealthCounts[] = [];
    const modelHealth = { record: (counts: ModelHealthCounts) => void recorded.push(counts) };
    const own = scriptedModel('gpt-4o', script);
    await bench([LEAVE], { models: ladder(onKey(own)), modelHealth }).result(asksOnOwnAccount);
    expect(own.requests).toHaveLength(1);
    expect(recorded).toEqual([]);
  });

  it("hears of the fleet's models alone where both were asked", async () => {
    const recorded: ModelHealthCounts[] = [];
    const modelHealth = { record: (counts: ModelHealthCounts) => void recorded.push(counts) };
    const own = onKey(scriptedModel('gpt-4o', says('25 days of leave [1].')));
    await bench([LEAVE], { models: ladder(first, own), modelHealth }).result(asksOnOwnAccount);
    expect(recorded).toEqual([{ calls: 1, failedCalls: 1, questions: 1, unansweredQuestions: 0 }]);
  });
});

import { warmingPrincipalId } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { ASKED, bench, LEAVE, passage, principal } from '../answer/answer-question.fixture.ts';
import type { Question } from '../ports/answers.ts';

const PAY = passage('pay', 'Pay days are secret leave planning.', { namespace: 'hr' });
const staff = principal({ principalId: 'ada', namespaces: ['default', 'hr'] });
const outsider = principal({ principalId: 'oscar', namespaces: ['default'] });
const warmer = principal({
  principalId: warmingPrincipalId('a'),
  namespaces: ['default', 'hr'],
  lanes: ['low'],
});
const warming = (mode: Question['cache']['mode']): Question => ({
  ...ASKED,
  principal: warmer,
  isWarming: true,
  lane: 'low',
  cache: { ...ASKED.cache, mode },
});

it('serves a warmed answer to the first who asks with that access, at once', async () => {
  const at = bench([LEAVE, PAY]);
  await at.result(warming('refresh'));
  at.spans.length = 0;
  const { cache, costUsd } = await at.result({ ...ASKED, principal: staff });
  expect([cache.status, cache.tier, costUsd]).toEqual(['hit', 'exact', 0]);
  expect(at.spans).not.toContain('search');
  expect(at.decisions).toEqual([expect.objectContaining({ outcome: 'direct', origin: 'warming' })]);
});

it('serves nothing of a warmed answer to those who cannot read what it rests on', async () => {
  const at = bench([LEAVE, PAY]);
  const warmed = await at.result(warming('refresh'));
  expect(warmed.citations.length).toBeGreaterThan(0);
  const own = await at.result({ ...ASKED, principal: outsider });
  expect(own.cache.status).toBe('miss');
  expect(own.citations.map(({ passageId }) => passageId)).not.toContain('pay');
});

it('finds out by looking alone whether an entry still holds, so that the first of the day need not', async () => {
  const at = bench([LEAVE, PAY]);
  await at.result(warming('refresh'));
  at.changes = { default: '2', hr: '1' };
  at.spans.length = 0;
  expect((await at.result(warming('only'))).cache).toMatchObject({ status: 'hit', tier: 'exact' });
  expect(at.spans).not.toContain('generate');
  at.spans.length = 0;
  expect((await at.result({ ...ASKED, principal: staff })).cache.status).toBe('hit');
  expect(at.spans).not.toContain('search');
});

it('neither counts as popular nor asks for a refresh by itself', async () => {
  const heard: string[] = [];
  const at = bench([LEAVE]);
  const cache = {
    ...at.ports.cache,
    popularity: {
      record: async () => void heard.push('popular'),
      top: async () => [],
      forget: async () => undefined,
    },
    refreshes: { request: async () => void heard.push('refresh') },
  };
  const watched = bench([LEAVE], { cache });
  await watched.result(warming('refresh'));
  expect(heard).toEqual([]);
  await watched.result({ ...ASKED, principal: staff, cache: { ...ASKED.cache, mode: 'refresh' } });
  expect(heard).toEqual(['popular']);
});

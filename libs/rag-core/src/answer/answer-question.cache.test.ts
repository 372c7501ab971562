import { describe, expect, it } from 'vitest';
import { NO_ANSWER_TEXT } from '../ports/models.ts';
import {
  ASKED,
  bench,
  ladder,
  LEAVE,
  passage,
  principal,
  says,
  scriptedModel,
  textHeard,
} from './answer-question.fixture.ts';

const PAY = passage('pay', 'Pay days are secret leave planning.', { namespace: 'hr' });

describe('the cache', () => {
  it('serves the same question again for nothing, in the same shape and as a stream', async () => {
    const at = bench([LEAVE]);
    const first = await at.result(ASKED);
    at.events.length = 0;
    const again = await at.result(ASKED);
    expect(again).toMatchObject({
      answer: first.answer,
      citations: first.citations,
      costUsd: 0,
      cache: { status: 'hit', tier: 'exact' },
    });
    expect(Object.keys(again).toSorted()).toEqual(Object.keys(first).toSorted());
    expect(textHeard(at.events)).toBe(first.answer);
    expect(at.audited.at(-1)?.type).toBe('cache_hit');
  });

  it('does not serve after a document or an access change, nor to somebody who reads other documents', async () => {
    const at = bench([LEAVE, PAY]);
    await at.result(ASKED);
    expect((await at.result({ ...ASKED, changes: '2' })).cache.status).toBe('miss');
    const other = principal({ principalId: 'bob', namespaces: ['default', 'hr'] });
    expect((await at.result({ ...ASKED, principal: other })).cache.status).toBe('miss');
  });

  it('does not store when the documents have changed since the search', async () => {
    const at = bench([LEAVE]);
    at.changes = '2';
    await at.result(ASKED);
    expect(at.cache.entries.size).toBe(0);
  });

  it('puts a cached answer through the filter of today', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    for (const [key, entry] of at.cache.entries) {
      at.cache.entries.set(key, { ...entry, result: { ...entry.result, answer: 'password: hunter2 [1]' } });
    }
    const again = await at.result(ASKED);
    expect(again.answer).toBe('password: [REDACTED] [1]');
    expect(again.warnings).toEqual(['filtered-output']);
  });

  it.each([
    ['bypass', 0, 'bypass'],
    ['refresh', 1, 'miss'],
  ] as const)('in mode %s does not read, and holds %i entries afterwards', async (mode, entries, status) => {
    const at = bench([LEAVE]);
    const cache = { mode, ttlSeconds: 60 };
    await at.result({ ...ASKED, cache });
    expect((await at.result({ ...ASKED, cache })).cache.status).toBe(status);
    expect(at.cache.entries.size).toBe(entries);
  });

  it('in mode only never generates', async () => {
    const at = bench([LEAVE]);
    const only = { ...ASKED, cache: { mode: 'only', ttlSeconds: 60 } as const };
    expect(await at.ask(only)).toMatchObject({ status: 'failed', fault: { kind: 'cache-miss' } });
    await at.result(ASKED);
    expect((await at.result(only)).cache.status).toBe('hit');
  });

  it.each([
    ['a refusal', says(NO_ANSWER_TEXT)],
    ['an answer without citations', says('Twenty-five, I think.')],
    [
      'a truncated answer',
      () =>
        [...says('You have [1]')()].map((delta) =>
          delta.type === 'finish' ? { ...delta, reason: 'length' as const } : delta,
        ),
    ],
  ])('keeps no %s', async (_, script) => {
    const at = bench([LEAVE], { models: ladder(scriptedModel('local-model', script)) });
    await at.result(ASKED);
    expect(at.cache.entries.size).toBe(0);
  });
});

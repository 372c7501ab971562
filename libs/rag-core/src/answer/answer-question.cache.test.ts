import { describe, expect, it } from 'vitest';
import type { Question } from '../ports/answers.ts';
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
const HR = principal({ principalId: 'bob', namespaces: ['default', 'hr'] });
const OPS = principal({ principalId: 'cyd', namespaces: ['default', 'ops'] });

const inMode = (mode: Question['cache']['mode']): Question => ({
  ...ASKED,
  cache: { ...ASKED.cache, mode },
});

describe('an answer that is kept', () => {
  it('is served for nothing, in the same shape and as a stream', async () => {
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

  it('is served without a search while access and documents stand still', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    at.spans.length = 0;
    await at.result({ ...ASKED, principal: principal({ principalId: 'eve' }) });
    expect(at.spans).not.toContain('search');
    expect(at.decisions).toEqual([expect.objectContaining({ tier: 'exact', outcome: 'direct' })]);
  });

  it('saves nothing where the fleet itself looks at it', async () => {
    const models = ladder(scriptedModel('gpt-4o', says('You have 25 days [1].')));
    const at = bench([LEAVE], { models });
    await at.result(ASKED);
    await at.result({ ...ASKED, isWarming: true });
    await at.result(ASKED);
    expect(at.decisions.map(({ savedUsd }) => savedUsd > 0)).toEqual([false, true]);
  });

  it('is checked by the search of whoever reads other documents, and served when that finds the same', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    at.spans.length = 0;
    expect((await at.result({ ...ASKED, principal: OPS })).cache).toMatchObject({ status: 'hit' });
    expect(at.spans).toContain('search');
    expect(at.spans).not.toContain('generate');
    at.spans.length = 0;
    await at.result({ ...ASKED, principal: OPS });
    expect(at.spans).not.toContain('search');
    expect(at.decisions.map(({ outcome }) => outcome)).toEqual(['revalidated', 'direct']);
  });

  it('is refused to whoever finds other passages, who then keeps an answer beside it', async () => {
    const at = bench([LEAVE, PAY]);
    await at.result(ASKED);
    expect((await at.result({ ...ASKED, principal: HR })).cache.status).toBe('miss');
    expect(at.decisions).toEqual([expect.objectContaining({ outcome: 'refused', reason: 'evidence' })]);
    expect(at.cache.kept.size).toBe(2);
    expect((await at.result({ ...ASKED, principal: HR })).cache.status).toBe('hit');
    expect((await at.result(ASKED)).cache.status).toBe('hit');
  });

  it('is checked again after a change that the caller could see, and not after another', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    at.spans.length = 0;
    await at.result({ ...ASKED, changes: { default: '1', hr: '7' } });
    expect(at.spans).not.toContain('search');
    await at.result({ ...ASKED, changes: { default: '2' } });
    expect(at.spans).toContain('search');
    expect(at.decisions.map(({ outcome }) => outcome)).toEqual(['direct', 'revalidated']);
  });

  it('is written anew in its own place when a document behind it has other words now', async () => {
    const stored = [LEAVE];
    const at = bench(stored);
    await at.result(ASKED);
    stored[0] = { ...LEAVE, text: 'Everyone has 30 days of leave.', contentHash: 'other' };
    at.changes = { default: '2' };
    expect((await at.result({ ...ASKED, changes: at.changes })).cache.status).toBe('miss');
    expect(at.cache.kept.size).toBe(1);
    expect([...at.cache.kept.values()][0]?.evidence).toEqual([{ passageId: 'leave', contentHash: 'other' }]);
  });

  it('cites documents under the labels that they have now', async () => {
    const stored = [LEAVE];
    const at = bench(stored);
    await at.result(ASKED);
    stored[0] = { ...LEAVE, namespace: 'public', source: 'https://intranet/leave' };
    const again = await at.result({ ...ASKED, changes: { default: '2' } });
    expect(again.cache.status).toBe('hit');
    expect(again.citations).toMatchObject([{ namespace: 'public', source: 'https://intranet/leave' }]);
  });

  it.each([
    ['not served after an eviction of the tenant', { '*evict': '1' }, 'miss'],
    ['not served after an eviction of a namespace that it cites', { '*evict:default': '1' }, 'miss'],
    ['served after an eviction of another namespace', { '*evict:hr': '1' }, 'hit'],
    ['not served when the counters have begun anew', { '*epoch': '9' }, 'miss'],
  ])('is %s', async (_how, counters, status) => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    const again = await at.result({ ...ASKED, changes: { default: '1', ...counters } });
    expect(again.cache.status).toBe(status);
  });

  it('is not kept when the documents have changed since its query began', async () => {
    const at = bench([LEAVE]);
    at.changes = { default: '2' };
    await at.result(ASKED);
    expect(at.cache.kept.size).toBe(0);
  });

  it('goes through the filter of today', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    for (const [id, entry] of at.cache.kept) {
      at.cache.kept.set(id, { ...entry, result: { ...entry.result, answer: 'password: hunter2 [1]' } });
    }
    const again = await at.result(ASKED);
    expect(again.answer).toBe('password: [REDACTED] [1]');
    expect(again.warnings).toEqual(['filtered-output']);
  });

  it('names its entry, so that a bad rating can evict it', async () => {
    const at = bench([LEAVE]);
    const written = await at.ask(ASKED);
    const served = await at.ask(ASKED);
    const names = [written, served].map((one) => (one.status === 'succeeded' ? one.cacheEntry : null));
    expect(names[0]).toEqual(names[1]);
    expect(names[0]?.entryId).toBeTruthy();
  });
});

describe('cache modes', () => {
  it.each([
    ['bypass', 0, 'bypass'],
    ['refresh', 1, 'miss'],
  ] as const)('%s does not read, and %i entries are kept afterwards', async (mode, entries, status) => {
    const at = bench([LEAVE]);
    await at.result(inMode(mode));
    expect((await at.result(inMode(mode))).cache.status).toBe(status);
    expect(at.cache.kept.size).toBe(entries);
  });

  it('only never generates, and checks by a search what it could serve', async () => {
    const at = bench([LEAVE]);
    const only = inMode('only');
    expect(await at.ask(only)).toMatchObject({ status: 'failed', fault: { kind: 'cache-miss' } });
    expect(at.spans).not.toContain('search');
    await at.result(ASKED);
    expect((await at.result({ ...only, principal: OPS })).cache.status).toBe('hit');
    const other = { ...only, principal: HR, changes: { default: '2' } };
    expect((await at.result(other)).cache.status).toBe('hit');
  });

  it('refresh keeps what was known of an answer whose evidence is the same', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    await at.result({ ...ASKED, principal: OPS });
    await at.result(inMode('refresh'));
    at.spans.length = 0;
    await at.result({ ...ASKED, principal: OPS });
    expect(at.spans).not.toContain('search');
  });
});

describe('what is never kept', () => {
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
  ])('%s, but for those who asked the same meanwhile', async (_, script) => {
    const at = bench([LEAVE], { models: ladder(scriptedModel('local-model', script)) });
    await at.result(ASKED);
    expect((await at.result(ASKED)).cache.status).toBe('miss');
    const waited = await at.result({ ...ASKED, timesWaited: 1 });
    expect(waited.cache).toMatchObject({ status: 'coalesced', tier: null });
  });
});

describe('the retrieval tier', () => {
  const other: Question = { ...ASKED, quality: 'high' };

  it('saves the search when only model or quality are others', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    at.spans.length = 0;
    const result = await at.result(other);
    expect(result.cache).toMatchObject({ status: 'miss', retrieval: 'hit' });
    expect(at.spans).not.toContain('search');
    expect(at.spans).toContain('generate');
  });

  it.each<[string, Partial<Question>]>([
    ['another access', { principal: OPS }],
    ['another state of the documents', { changes: { default: '2' } }],
    ['a cache that was evicted', { changes: { default: '1', '*evict': '1' } }],
    ['another number of passages', { topK: 3 }],
    ['other namespaces', { namespaces: ['default'] }],
    ['a question of another text', { text: 'How many days of leave does one have?' }],
  ])('searches for %s', async (_what, change) => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    at.spans.length = 0;
    expect((await at.result({ ...other, ...change })).cache.retrieval).toBe('miss');
    expect(at.spans).toContain('search');
  });

  it('searches when a passage no longer stands as it was', async () => {
    const stored = [LEAVE];
    const at = bench(stored);
    await at.result(ASKED);
    stored[0] = { ...LEAVE, contentHash: 'other' };
    expect((await at.result(other)).cache.retrieval).toBe('miss');
  });
});

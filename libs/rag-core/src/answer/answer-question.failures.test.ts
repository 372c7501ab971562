import { Fault, isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { NO_ANSWER_TEXT } from '../ports/models.ts';
import { NO_ANSWER_CACHE } from '../cache/no-answer-cache.ts';
import type { AnswerCachePorts } from './answer-ports.ts';
import {
  ASKED,
  bench,
  failsAfter,
  ladder,
  LEAVE,
  passage,
  question,
  says,
  scriptedModel,
  textHeard,
  PATIENT_SETTINGS,
} from './answer-question.fixture.ts';

/** A cache whose every call fails. */
const awayCache = (away: () => Promise<never>): AnswerCachePorts => ({
  ...NO_ANSWER_CACHE,
  entries: { ...NO_ANSWER_CACHE.entries, read: away, write: away, readRetrieval: away, writeRetrieval: away },
});

describe('failures', () => {
  const away = (): Promise<never> => Promise.reject(new Fault('unavailable', 'Away.'));

  it('says so when the documents do not answer', async () => {
    const at = bench([LEAVE], { models: ladder(scriptedModel('local-model', says(NO_ANSWER_TEXT))) });
    const result = await at.result(ASKED);
    expect(result).toMatchObject({ answer: NO_ANSWER_TEXT, citations: [], warnings: ['no-answer'] });
    expect(result.confidence).toBeLessThan(0.2);
  });

  it.each([
    ['before its first word', []],
    ['in the middle of its answer', ['You have [', '1] 25 days']],
  ])('says so when the vendor stops its model %s', async (_when, texts) => {
    const stopped = scriptedModel('local-model', () => [
      ...texts.map((text) => ({ type: 'text', text }) as const),
      { type: 'finish', reason: 'refusal', usage: { inputTokens: 9, outputTokens: 3 } },
    ]);
    const at = bench([LEAVE], { models: ladder(stopped) });
    const result = await at.result(ASKED);
    expect(result).toMatchObject({ answer: NO_ANSWER_TEXT, citations: [], warnings: ['no-answer'] });
    expect(textHeard(at.events)).toBe(NO_ANSWER_TEXT);
    expect(result.usage).toMatchObject({ inputTokens: 9, outputTokens: 3 });
  });

  it('answers without its cache and says so', async () => {
    const cache = awayCache(away);
    const result = await bench([LEAVE], { cache }).result(ASKED);
    expect(result.citations).toHaveLength(1);
    expect(result.degradation.reasons).toEqual(['cache-unavailable']);
  });

  it.each([
    ['embedding-unavailable', new Fault('unavailable', 'Away.')],
    ['embedding-timeout', new Fault('timeout', 'Late.')],
  ])('answers from keyword search with the reason %s', async (reason, fault) => {
    const { embedder } = bench([]).ports;
    const at = bench([LEAVE], { embedder: { ...embedder, embed: () => Promise.reject(fault) } });
    const result = await at.result(ASKED);
    expect(result.degradation.reasons).toEqual([reason]);
    expect(result.citations).toHaveLength(1);
    expect(at.cache.kept.size).toBe(0);
  });

  it('answers from keyword search when the vector store is away', async () => {
    const { vectorIndex } = bench([]).ports;
    const result = await bench([LEAVE], { vectorIndex: { ...vectorIndex, searchDense: away } }).result(ASKED);
    expect(result.degradation.reasons).toEqual(['vector-unavailable']);
    expect(result.citations).toHaveLength(1);
  });

  it('says that search is away when nothing can be searched, and fails retryably when the cache is away too', async () => {
    const { vectorIndex } = bench([]).ports;
    const gone = {
      vectorIndex: { ...vectorIndex, searchDense: away },
      keywordIndex: { searchKeyword: away },
    };
    const result = await bench([LEAVE], gone).result(ASKED);
    expect(result).toMatchObject({
      answer: 'Search is unavailable.',
      citations: [],
      warnings: ['no-answer'],
    });
    const cache = awayCache(away);
    const outcome = await bench([LEAVE], { ...gone, cache }).ask(ASKED);
    expect(outcome).toMatchObject({ status: 'failed', fault: { kind: 'unavailable', isRetryable: true } });
  });

  it('lets the next model answer and takes back what the failed one wrote', async () => {
    const models = ladder(
      scriptedModel('local-a', failsAfter('You have ')),
      scriptedModel('local-b', says('25 days of leave [1].')),
    );
    const at = bench([LEAVE], { models });
    const result = await at.result(ASKED);
    expect(result).toMatchObject({
      model: 'local-b',
      warnings: ['fallback-model'],
      degradation: { reasons: ['model-fallback'] },
    });
    expect(at.events).toContainEqual({ type: 'reset', run: 2, reason: 'model-fallback' });
    expect(textHeard(at.events)).toBe(result.answer);
    expect(at.cache.kept.size).toBe(0);
  });

  it('treats a stream that ends without its finish as a failure', async () => {
    const models = ladder(scriptedModel('local-a', () => [{ type: 'text', text: 'You have' }]));
    expect((await bench([LEAVE], { models }).result(ASKED)).degradation.reasons).toEqual([
      'model-unavailable',
    ]);
  });

  it('hands out the passages, filtered, when no model can write', async () => {
    const secret = passage('leave', 'Days of leave. password: hunter2');
    const at = bench([secret], { models: ladder(scriptedModel('local-a', failsAfter('x'))) });
    const result = await at.result(ASKED);
    expect(result).toMatchObject({
      answer: 'Here are relevant documents:',
      model: null,
      citations: [{ quote: 'Days of leave. password: [REDACTED]' }],
    });
    expect(textHeard(at.events)).toBe(result.answer);
  });

  it('throws the reason of a cancellation, and audits it', async () => {
    const canceled = new Fault('canceled', 'Canceled.');
    const controller = new AbortController();
    const models = ladder(
      scriptedModel('local-a', function* cancel() {
        yield { type: 'text', text: 'You' };
        controller.abort(canceled);
        yield { type: 'text', text: ' have' };
      }),
    );
    const at = bench([LEAVE], { models });
    await expect(at.ask(ASKED, controller.signal)).rejects.toBe(canceled);
    expect(at.audited.map(({ type }) => type)).toContain('error');
  });

  it('refuses a model that is not configured', async () => {
    const outcome = await bench([LEAVE]).ask({ ...ASKED, model: 'gpt-9' });
    expect(outcome).toMatchObject({ status: 'failed', fault: { kind: 'invalid-input' } });
  });

  it('records all events of a question at once', async () => {
    const types: string[] = [];
    const all = Promise.withResolvers<void>();
    const record = ({ type }: { readonly type: string }): Promise<void> => {
      if (types.push(type) === 3) all.resolve();
      return all.promise;
    };
    expect((await bench([LEAVE], { audit: { record } }).ask(ASKED)).status).toBe('succeeded');
    expect(types).toEqual(['query', 'retrieval', 'generation']);
  });

  it('does not fail the query for an audit log that is away', async () => {
    expect((await bench([LEAVE], { audit: { record: away } }).ask(ASKED)).status).toBe('succeeded');
  });
});

describe('levels of service', () => {
  it('reduced does not stream', async () => {
    const at = bench([LEAVE]);
    at.level = 'reduced';
    expect((await at.result(ASKED)).citations).toHaveLength(1);
    expect(at.events).toEqual([]);
  });

  it('minimal hands out passages and calls no model', async () => {
    const model = scriptedModel('local-model', says('x'));
    const at = bench([LEAVE], { models: ladder(model) });
    at.level = 'minimal';
    expect(await at.result(ASKED)).toMatchObject({ model: null, degradation: { level: 'minimal' } });
    expect(model.requests).toEqual([]);
  });

  it('maintenance serves cached answers alone', async () => {
    const at = bench([LEAVE]);
    await at.result(ASKED);
    at.level = 'maintenance';
    expect((await at.result(ASKED)).cache.status).toBe('hit');
    const outcome = await at.ask(question('Another leave question?'));
    expect(outcome).toSatisfy(
      (value: typeof outcome) => value.status === 'failed' && isFault(value.fault, 'maintenance'),
    );
  });
});

describe('settings', () => {
  it('keeps ordinary events out of the audit when not every query is audited', async () => {
    const at = bench([LEAVE], { settings: { ...PATIENT_SETTINGS, auditsAllQueries: false } });
    await at.result(ASKED);
    expect(at.audited).toEqual([]);
  });

  it('gives a question that is late the faster model', async () => {
    const standard = scriptedModel('local-small', says('25 days of leave [1].'));
    const premium = scriptedModel('local-large', says('25 days of leave [1].'));
    const why = question('Compare days of leave and explain why they differ');
    const models = { standard, premium, fallbacks: [] };
    expect((await bench([LEAVE], { models }).result(why)).model).toBe('local-large');
    const settings = { ...PATIENT_SETTINGS, targetLatencyMs: -1 };
    const at = bench([LEAVE], { models, settings });
    expect(await at.result(why)).toMatchObject({ model: 'local-small', warnings: ['faster-model'] });
  });

  it('searches a follow-up beside the turn before it', async () => {
    const history = [
      { role: 'user', content: 'How many days of leave?' },
      { role: 'assistant', content: '25.' },
    ] as const;
    expect((await bench([LEAVE]).result(question('And next year?', { history }))).citations).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  json,
  problem,
  type Reply,
  type ScriptedService,
  silence,
  startScriptedService,
} from '../scripted-service.fixture.ts';
import { createPresidioFinder } from './presidio-finder.ts';

let service: ScriptedService;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const TEXT = 'What did zorbl say?';
const PERSON = { entity_type: 'PERSON', start: 9, end: 14, score: 0.85, analysis_explanation: null };
const live = (): AbortSignal => new AbortController().signal;

function finderOf(nowMs = () => 0) {
  const failures: string[] = [];
  const clock = { nowMs, monotonicMs: nowMs };
  const onFailure = (kind: string): void => void failures.push(kind);
  return { failures, ...createPresidioFinder({ url: service.baseUrl, language: 'en', clock, onFailure }) };
}

const found = (reply: Reply, text = TEXT) => {
  service.replyWith(reply);
  return finderOf().find(text, live());
};

describe('createPresidioFinder', () => {
  it('asks the analyzer in its own shape and takes what it finds', async () => {
    expect(await found(json([PERSON]))).toEqual([{ kind: 'PERSON', start: 9, end: 14, score: 0.85 }]);
    expect(service.requests.at(-1)).toEqual({
      path: '/analyze',
      body: { text: TEXT, language: 'en', entities: ['PERSON'], score_threshold: 0.5 },
    });
  });

  it('counts characters as the analyzer does', async () => {
    const text = '😀😀 zorbl';
    const [finding] = await found(json([{ ...PERSON, start: 3, end: 8 }]), text);
    expect(text.slice(finding?.start, finding?.end)).toBe('zorbl');
  });

  it('takes no guess, no kind that it does not know, and none that ends a question', async () => {
    const others = [
      { ...PERSON, score: 0.2 },
      { ...PERSON, entity_type: 'ORGANIZATION' },
      { ...PERSON, entity_type: 'US_BANK_NUMBER' },
      { ...PERSON, end: 9 },
    ];
    expect(await found(json(others))).toEqual([]);
  });

  it.each([
    ['corrupt', 'another shape', json({ found: [] })],
    ['corrupt', 'no JSON', (response) => void response.writeHead(200).end('<html>')],
    ['corrupt', 'far too much', json('x'.repeat(300 * 1_024))],
    ['unavailable', 'an error', problem(500)],
    ['unavailable', 'another address', (response) => void response.writeHead(307, { location: '/x' }).end()],
    ['timeout', 'silence', silence],
  ] satisfies [string, string, Reply][])('is %s after %s', async (kind, _what, reply) => {
    await expect(found(reply)).rejects.toMatchObject({ kind });
  });

  it('leaves an analyzer alone for ten seconds after three failures in a row', async () => {
    let nowMs = 0;
    const finder = finderOf(() => nowMs);
    service.replyWith(problem(500));
    const before = service.requests.length;
    for (let count = 0; count < 5; count += 1)
      await expect(finder.find(TEXT, live())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(service.requests.length - before).toBe(3);
    expect(finder.failures).toEqual(['unavailable', 'unavailable', 'unavailable']);
    nowMs = 10_001;
    service.replyWith(json([PERSON]));
    expect(await finder.find(TEXT, live())).toHaveLength(1);
  });

  it("ends with the caller's reason", async () => {
    service.replyWith(silence);
    const reason = new Error('stopped');
    await expect(finderOf().find(TEXT, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

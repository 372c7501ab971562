import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { AskedQuestion } from '../ports/popularity.ts';
import { DEFAULT_GUARD_POLICY, type GuardPolicy } from '../ports/guard-policy.ts';
import { NO_TENANT_SETTINGS } from '../ports/models.ts';
import type { Question } from '../ports/answers.ts';
import {
  bench,
  ladder,
  passage,
  question,
  says,
  scriptedModel,
  textHeard,
} from './answer-question.fixture.ts';

const DESK = passage(
  'desk',
  'The leave desk is Zelmira Quorn, zelmira@example.com.\nEveryone has 25 days of leave.',
);
const ASKED = 'How many days of leave has ada@example.com?';
const under = (guards: Partial<GuardPolicy>, text = ASKED): Question =>
  question(text, {
    tenantSettings: { ...NO_TENANT_SETTINGS, guards: { ...DEFAULT_GUARD_POLICY, ...guards } },
  });

describe("a vendor's model", () => {
  it('sees stand-ins in question and passages, and the caller gets the words back, over split chunks too', async () => {
    const vendor = scriptedModel(
      'gpt-4o-mini',
      says('Ask <EMAIL_ADD', 'RESS_2> about <EMAIL', '_ADDRESS_1> [1].'),
    );
    const at = bench([DESK], { models: ladder(vendor) });
    const result = await at.result(question(ASKED));
    const [request] = vendor.requests;
    expect(request?.question).toBe('How many days of leave has <EMAIL_ADDRESS_1>?');
    expect(request?.passages[0]?.text).toContain('<EMAIL_ADDRESS_2>');
    expect(JSON.stringify(request)).not.toContain('example.com');
    expect(result.answer).toBe('Ask zelmira@example.com about ada@example.com [1].');
    expect(textHeard(at.events)).toBe(result.answer);
  });

  it('sees what was said before masked as well', async () => {
    const vendor = scriptedModel('gpt-4o-mini', says('25 days [1].'));
    const history = [{ role: 'user', content: 'I am Zelmira Quorn' }] as const;
    await bench([DESK], { models: ladder(vendor) }).result(question('Days of leave?', { history }));
    expect(JSON.stringify(vendor.requests[0])).not.toContain('Quorn');
  });

  it('sees hashes under a policy of hashes, the same in every request of the tenant, and they are restored', async () => {
    const seen: string[] = [];
    const vendor = scriptedModel('gpt-4o-mini', (request) => {
      seen.push(request.question);
      return says(`For ${request.question.split(' ').at(-1)?.replace('?', '')}: 25 [1].`)();
    });
    const at = bench([DESK], { models: ladder(vendor) });
    const result = await at.result(under({ piiStrategy: 'hash' }));
    await at.result(under({ piiStrategy: 'hash' }, 'Leave days of ada@example.com?'));
    const hashes = seen.map((text) => /<EMAIL_ADDRESS_[0-9a-f]{16}>/.exec(text)?.[0]);
    expect(hashes[0]).toBeDefined();
    expect(hashes[1]).toBe(hashes[0]);
    expect(result.answer).toBe('For ada@example.com: 25 [1].');
  });

  it('sees asterisks under a policy of masks, and nothing restores them', async () => {
    const vendor = scriptedModel('gpt-4o-mini', says('For ****example.com: 25 [1].'));
    const result = await bench([DESK], { models: ladder(vendor) }).result(under({ piiStrategy: 'mask' }));
    expect(vendor.requests[0]?.question).toBe('How many days of leave has ****example.com?');
    expect(result.answer).toBe('For ****example.com: 25 [1].');
  });
});

describe('the cache', () => {
  it('keeps no words of a person whom the question names, and whoever asks the same gets them back', async () => {
    const local = scriptedModel('local-model', says('ada@example.com has 25 days of leave [1].'));
    const at = bench([DESK], { models: ladder(local) });
    const first = await at.result(question(ASKED));
    expect(JSON.stringify([...at.cache.kept, ...at.cache.retrievals])).not.toContain('ada@example.com');
    const again = await at.result(question(ASKED));
    expect(again.cache).toMatchObject({ status: 'hit', tier: 'exact' });
    expect(again.answer).toBe(first.answer);
    expect(again.answer).toContain('ada@example.com');
  });

  it('serves an answer about one person to no question about another', async () => {
    const local = scriptedModel('local-model', says('25 days of leave [1].'));
    const at = bench([DESK], { models: ladder(local) });
    await at.result(question(ASKED));
    expect((await at.result(question(ASKED.replace('ada', 'eva')))).cache.status).toBe('miss');
  });

  it('serves an answer that was masked for good to nobody under another policy', async () => {
    const vendor = scriptedModel('gpt-4o-mini', says('25 days of leave [1].'));
    const at = bench([DESK], { models: ladder(vendor) });
    await at.result(under({ piiStrategy: 'mask' }));
    expect((await at.result(under({}))).cache.status).toBe('miss');
    expect((await at.result(under({}))).cache.status).toBe('hit');
  });
});

describe("a tenant's blocked kinds", () => {
  it('end a question beside those that always do', async () => {
    const outcome = await bench([DESK]).ask(under({ blockedPiiKinds: ['EMAIL_ADDRESS'] }));
    expect(outcome).toMatchObject({
      status: 'failed',
      fault: { kind: 'pii-blocked' },
      maskedQuestion: 'How many days of leave has <EMAIL>?',
    });
  });
});

describe('a second finder', () => {
  const text = 'What did zorbl say about leave?';
  const finding = { kind: 'PERSON', start: 9, end: 14, score: 0.85 } as const;

  it('has its finds masked', async () => {
    const vendor = scriptedModel('gpt-4o-mini', says('25 days of leave [1].'));
    const piiFinder = { find: async () => [finding] };
    const at = bench([DESK], { models: ladder(vendor), piiFinder });
    await at.result(question(text));
    expect(vendor.requests[0]?.question).toBe('What did <PERSON_1> say about leave?');
    expect(at.audited.find(({ type }) => type === 'pii_detected')?.metadata).toEqual({ kinds: ['PERSON'] });
  });

  it('has its finds masked in a follow-up that was rewritten, too', async () => {
    const vendor = Object.assign(scriptedModel('gpt-4o-mini', says('25 days of leave [1].')), {
      rewriteFollowUp: async () => ({
        question: 'What did <PERSON_1> say about leave?',
        usage: { inputTokens: 1, outputTokens: 1 },
      }),
    });
    const piiFinder = {
      find: async (asked: string) =>
        [...asked.matchAll(/zorbl/g)].map(({ index }) => ({ ...finding, start: index, end: index + 5 })),
    };
    const at = bench([DESK], { models: { standard: vendor, premium: vendor, fallbacks: [] }, piiFinder });
    const history = [{ role: 'user', content: 'Who is zorbl?' }] as const;
    await at.result(question('And zorbl on leave?', { history }));
    expect(vendor.requests[0]?.question).toBe('What did <PERSON_1> say about leave?');
  });

  it('costs a warning while it is away, and its part in what others are served', async () => {
    let isAway = true;
    const piiFinder = {
      find: async () => {
        if (isAway) throw new Fault('timeout', 'Late.');
        return [];
      },
    };
    const at = bench([DESK], { piiFinder });
    const popular: AskedQuestion[] = [];
    Object.assign(at.ports.cache, {
      popularity: { record: async (one: AskedQuestion) => popular.push(one) },
    });
    expect((await at.result(question(text))).warnings).toContain('pii-finder-unavailable');
    expect(popular).toEqual([]);
    isAway = false;
    const again = await at.result(question(text));
    expect(again.cache.status).toBe('hit');
    expect(again.warnings).not.toContain('pii-finder-unavailable');
    expect(popular).toHaveLength(1);
  });
});

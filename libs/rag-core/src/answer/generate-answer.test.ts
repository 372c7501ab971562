import { Fault, isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { MonthlyBudget } from '../ports/accounts.ts';
import type { Question } from '../ports/answers.ts';
import { NO_TENANT_SETTINGS } from '../ports/models.ts';
import { unbookedFault } from '../ports/unbooked-fault.ts';
import { fillContext } from '../prompt-budget/fill-context.ts';
import type { AnswerModels, AnswerPorts } from './answer-ports.ts';
import {
  ASKED,
  bench,
  failsAfter,
  LEAVE,
  passage,
  question,
  says,
  type ScriptedModel,
  scriptedModel,
} from './answer-question.fixture.ts';
import { LEVELS } from '../degradation/degradation-levels.ts';
import { generateAnswer } from './generate-answer.ts';
import { privacyOptions } from './find-personal-data.ts';
import { protectPrivacy } from './protect-privacy.ts';
import { openQueryContext, type QueryContext } from './query-context.ts';

const WHY = question('Why does leave lapse?');
const large = () => scriptedModel('gpt-4o', says('Large [1].'));
const small = () => scriptedModel('gpt-4o-mini', says('Small [1].'));

function ladder(premium: ScriptedModel = large(), standard: ScriptedModel = small()): AnswerModels {
  return { premium, standard, fallbacks: [] };
}

const spending = (budget: Partial<MonthlyBudget>): Pick<AnswerPorts, 'budgets'> => ({
  budgets: { current: async () => ({ limitUsd: 100, spentUsd: 0, action: 'degrade', ...budget }) },
});

interface Generated {
  readonly run: QueryContext;
  readonly built: ReturnType<typeof generateAnswer>;
}

const CONTEXT = fillContext([LEAVE], { maxTokens: 4_000, compresses: true });

function generate(asked: Question, ports: Partial<AnswerPorts>, context = CONTEXT): Generated {
  const all = { ...bench([LEAVE]).ports, ...ports };
  const run = openQueryContext(all, asked, { signal: new AbortController().signal, emit: () => {} });
  const plain = { text: asked.text, history: asked.history };
  const built = generateAnswer(
    run,
    { context, isAvailable: true, isWhole: true, retrievalLead: null },
    { question: protectPrivacy(plain, privacyOptions(run)), service: LEVELS.full },
  );
  return { run, built };
}

describe('generateAnswer', () => {
  it.each([
    [50, 'gpt-4o', []],
    [85, 'gpt-4o-mini', ['budget-quality']],
    [95, 'gpt-4o-mini', ['budget-model']],
    [100, null, ['budget-passages']],
  ] as const)(
    'names what a budget of 100 dollars did of which %d are spent',
    async (spentUsd, model, reasons) => {
      const { run, built } = generate(WHY, { models: ladder(), ...spending({ spentUsd }) });
      expect((await built).model).toBe(model);
      expect([...run.reasons]).toEqual(reasons);
      expect((await built).citations).toHaveLength(1);
    },
  );

  it('refuses when the budget is spent and its tenant wants that', async () => {
    const { built } = generate(WHY, { models: ladder(), ...spending({ spentUsd: 100, action: 'refuse' }) });
    await expect(built).rejects.toSatisfy((error) => isFault(error, 'budget-exhausted'));
  });

  it('goes to the cheaper model when the month does not hold the dearer one, and to the passages when it holds none', async () => {
    const spent = new Fault('budget-exhausted', 'Spent.');
    const unaffordable = (name: string) =>
      scriptedModel(name, () => {
        throw spent;
      });
    const models = ladder(unaffordable('gpt-4o'), small());
    const { run, built } = generate(WHY, { models, ...spending({ spentUsd: 79 }) });
    expect((await built).model).toBe('gpt-4o-mini');
    expect([...run.reasons]).toEqual(['budget-model']);
    expect([...run.warnings]).toEqual([]);
    const none = generate(WHY, { models: ladder(unaffordable('gpt-4o'), unaffordable('gpt-4o-mini')) });
    expect((await none.built).model).toBeNull();
    expect([...none.run.reasons]).toEqual(['budget-passages']);
  });

  it('goes on when the budget cannot be read', async () => {
    const budgets = { current: () => Promise.reject(new Fault('unavailable', 'Away.')) };
    expect((await generate(WHY, { models: ladder(), budgets }).built).model).toBe('gpt-4o');
  });

  it('ends with the failure of the books, and asks no other model that could not be booked either', async () => {
    const away = unbookedFault(new Fault('unavailable', 'The books are away.'));
    const first = scriptedModel('gpt-4o', () => {
      throw away;
    });
    const second = small();
    const { built } = generate(WHY, { models: ladder(first, second) });
    await expect(built).rejects.toBe(away);
    expect(second.requests).toEqual([]);
  });

  it("calls the models of the tenant's own ladder", async () => {
    const models = ladder();
    const tenantSettings = { ...NO_TENANT_SETTINGS, ladder: ['gpt-4o-mini'] };
    expect((await generate({ ...WHY, tenantSettings }, { models }).built).model).toBe('gpt-4o-mini');
  });

  describe('with models of another region', () => {
    const inTwoRegions = (atHome = failsAfter()) => {
      const home = scriptedModel('home', atHome);
      const away = scriptedModel('away', says('25 days [1].'));
      return { away, models: { ...ladder(away, home), elsewhere: new Set(['away']) } };
    };

    it('gives passages when those of its own fail, and asks no other', async () => {
      const { away, models } = inTwoRegions();
      const { run, built } = generate(WHY, { models });
      expect((await built).model).toBeNull();
      expect([...run.reasons]).toContain('model-unavailable');
      expect(away.requests).toEqual([]);
    });

    it('asks them when those of its own fail and the tenant allows it', async () => {
      const { models } = inTwoRegions();
      const asked = { ...WHY, allowsCrossRegionFallback: true };
      expect((await generate(asked, { models }).built).model).toBe('away');
    });

    it('gives passages where the ladder of the tenant is all of them', async () => {
      const { away, models } = inTwoRegions(says('30 days [1].'));
      const tenantSettings = { ...NO_TENANT_SETTINGS, ladder: ['away'], ownKeys: { openai: 'key' } };
      const { run, built } = generate({ ...WHY, tenantSettings }, { models });
      expect((await built).model).toBeNull();
      expect([...run.reasons]).toEqual(['model-unavailable']);
      expect(away.requests).toEqual([]);
    });

    it('refuses one by its name', async () => {
      const { models } = inTwoRegions();
      const outcome = await bench([LEAVE], { models }).ask({ ...WHY, model: 'away' });
      expect(outcome).toMatchObject({ status: 'failed', fault: { kind: 'invalid-input' } });
    });
  });

  it.each([[[LEAVE]], [[]]])(
    'refuses a named model that is not allowed, whatever is kept or found',
    async (stored) => {
      const at = bench(stored, { models: ladder() });
      await at.ask({ ...WHY, model: 'gpt-4o' });
      const tenantSettings = { ...NO_TENANT_SETTINGS, allowedModels: ['gpt-4o-mini'] };
      const outcome = await at.ask({ ...WHY, model: 'gpt-4o', tenantSettings });
      expect(outcome).toMatchObject({ status: 'failed', fault: { kind: 'invalid-input' } });
    },
  );

  it('gives each model of the ladder what its own window holds, and numbers that anew', async () => {
    const passages = [0, 1, 2].map((at) =>
      passage(`p${at}`, `The answer ${at} is ${`word${at} `.repeat(110)}`),
    );
    const context = fillContext(passages, { maxTokens: 4_000, compresses: true });
    const failing = scriptedModel('gpt-4o', failsAfter());
    const tiny = { ...scriptedModel('gpt-4o-mini', says('It is 0 [1].')), contextWindowTokens: 2_000 };
    const history = [
      { role: 'user', content: 'Hello '.repeat(400) },
      { role: 'user', content: 'And leave?' },
    ] as const;
    const { run, built } = generate({ ...WHY, history }, { models: ladder(failing, tiny) }, context);
    expect((await built).citations).toMatchObject([{ index: 1, passageId: 'p0' }]);
    expect(failing.requests[0]?.passages).toHaveLength(3);
    expect(failing.requests[0]?.history).toHaveLength(2);
    expect(tiny.requests[0]?.passages.map(({ index }) => index)).toEqual([1, 2]);
    expect(tiny.requests[0]?.history).toEqual([history[1]]);
    expect([...run.warnings]).toEqual(['history-trimmed', 'fallback-model']);
  });

  it('fails with the fix when question and history leave no room for a passage', async () => {
    const tiny = { ...small(), contextWindowTokens: 1_310 };
    const { built } = generate(WHY, { models: ladder(tiny, tiny) });
    await expect(built).rejects.toSatisfy((error) => isFault(error, 'too-large'));
  });
});

describe('compression', () => {
  const stored = passage('a', 'Please note that leave   lapses in March.');

  it.each([
    [true, 'leave lapses in March.'],
    [false, stored.text],
  ])('is what the settings say, and citations quote the stored text: %s', async (compressesPrompt, text) => {
    const model = large();
    const { ports } = bench([stored]);
    const at = bench([stored], {
      models: ladder(model, model),
      settings: { ...ports.settings, compressesPrompt },
    });
    const result = await at.result({ ...ASKED, text: 'When does leave lapse?' });
    expect(model.requests[0]?.passages).toMatchObject([{ text }]);
    expect(result.citations[0]?.quote).toBe(stored.text);
  });
});

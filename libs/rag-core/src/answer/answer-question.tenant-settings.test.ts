import { describe, expect, it } from 'vitest';
import { NO_TENANT_SETTINGS, type TenantAnswerSettings } from '../ports/models.ts';
import { ASKED, bench, LEAVE, ladder, says, scriptedModel } from './answer-question.fixture.ts';

const asking = (changes: Partial<TenantAnswerSettings>) => ({
  ...ASKED,
  tenantSettings: { ...NO_TENANT_SETTINGS, ...changes },
});
const GERMAN = { instructions: { text: null, language: 'de' } };

describe('what a tenant wants of its answers', () => {
  it('reaches the model', async () => {
    const model = scriptedModel('local-model', says('25 Tage [1].'));
    await bench([LEAVE], { models: ladder(model) }).result(asking(GERMAN));
    expect(model.requests).toMatchObject([{ instructions: { text: null, language: 'de' } }]);
  });

  it('is a part of what an answer is kept for', async () => {
    const other = scriptedModel('local-other', says('25 days [1].'));
    const models = ladder(scriptedModel('local-model', says('25 days [1].')), other);
    const at = bench([LEAVE], { models });
    await at.result(ASKED);
    expect((await at.result(asking({}))).cache.status).toBe('hit');
    expect((await at.result(asking(GERMAN))).cache.status).toBe('miss');
    expect((await at.result(asking(GERMAN))).cache.status).toBe('hit');
    const brief = { instructions: { text: 'Be brief.', language: 'de' } };
    expect((await at.result(asking(brief))).cache.status).toBe('miss');
    expect((await at.result(asking({ ladder: ['local-other'] }))).cache.status).toBe('miss');
  });
});

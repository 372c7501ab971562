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
    const at = bench([LEAVE]);
    await at.result(ASKED);
    expect((await at.result(asking({}))).cache.status).toBe('hit');
    expect((await at.result(asking(GERMAN))).cache.status).toBe('miss');
    expect((await at.result(asking(GERMAN))).cache.status).toBe('hit');
    const brief = { instructions: { text: 'Be brief.', language: 'de' } };
    expect((await at.result(asking(brief))).cache.status).toBe('miss');
    expect((await at.result(asking({ ladder: ['gpt-4o-mini'] }))).cache.status).toBe('miss');
  });
});

import { chooseAnswerModels, modelVariables } from '@ragfleet/models';
import { residencyVariables } from '@ragfleet/residency';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { modelsElsewhere } from './models-elsewhere.ts';

const schema = z.object({ ...modelVariables, ...residencyVariables });
const elsewhere = (env: Record<string, string>): string[] => {
  const config = schema.parse({
    ANTHROPIC_API_KEY: 'k',
    OPENAI_API_KEY: 'k',
    EMBEDDING_MODEL: 'local',
    ...env,
  });
  return [...modelsElsewhere(chooseAnswerModels(config), config)];
};
const EU = {
  REGION: 'eu',
  ALLOW_CROSS_REGION_FALLBACK: 'true',
  ANTHROPIC_BASE_URL: 'https://claude.eu.example',
  ENDPOINT_REGIONS: '{"claude.eu.example": "eu"}',
};

it('knows the models of vendors in another region, also those that callers alone may name', () => {
  const env = { ...EU, MODEL_LADDER: 'gpt-4o,claude-opus-4-8,local-extractive', OTHER_MODELS: 'gpt-4.1' };
  expect(elsewhere(env)).toEqual(['gpt-4o', 'gpt-4.1']);
});

it('knows none in a fleet without a region', () => {
  const { REGION: _region, ...unset } = EU;
  expect(elsewhere({ ...unset, MODEL_LADDER: 'gpt-4o' })).toEqual([]);
});

it('does not start when no model of the ladder is in the region', () => {
  expect(() => elsewhere({ ...EU, MODEL_LADDER: 'gpt-4o,gpt-4o-mini' })).toThrow(
    /^MODEL_LADDER: no model is in the region of REGION/,
  );
});

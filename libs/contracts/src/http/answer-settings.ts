import { z } from 'zod';
import { LIMITS } from './limits.ts';

const modelNames = z.array(z.string().min(1).max(128)).min(1).max(LIMITS.modelsOfTenant).nullable();

const VENDORS = ['openai', 'azure', 'anthropic'] as const;

const KEEP_OR_REMOVE = ['keep', 'remove'] as const;

const A_LANGUAGE = 'must be a language such as de, ja or pt-BR';
/** A model is told the name. */
const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

const guards = z.strictObject({
  injection: z.enum(['flag', 'block']).default('flag').meta({
    description: 'whether a question that tries to steer the model is answered with a warning, or ends',
  }),
  code_blocks: z.enum(KEEP_OR_REMOVE).default('keep').meta({ description: 'in passages, before a model' }),
  urls: z.enum(KEEP_OR_REMOVE).default('keep').meta({ description: 'in passages, before a model' }),
  pii_strategy: z.enum(['replace', 'hash', 'mask']).default('replace').meta({
    description: 'how personal data is written where a vendor would see it',
  }),
  blocked_pii_kinds: z
    .array(z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'must be a kind such as EMAIL_ADDRESS'))
    .max(LIMITS.blockedPiiKinds)
    .default([])
    .meta({ description: 'kinds that end a question, beside the four that always do' }),
  cache_judge: z.enum(['fleet', 'off']).default('fleet').meta({
    description:
      'off shows no kept question to a model that is asked whether another one means the same; fleet leaves it to CACHE_JUDGE',
  }),
});

/** `GET|PUT /v1/answer-settings`: how a tenant's questions are answered. null leaves it to the fleet. */
const settings = z.strictObject({
  allowed_models: modelNames.default(null).meta({ description: 'the models that a query may name' }),
  model_ladder: modelNames.default(null).meta({
    description: 'the models that are tried, best first; those that the fleet has not are passed over',
  }),
  system_prompt: z.string().trim().min(1).max(LIMITS.systemPromptCharacters).nullable().default(null).meta({
    description: "wishes for every answer; they add to the fleet's rules and cannot replace them",
  }),
  answer_language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/, { error: A_LANGUAGE, abort: true })
    .refine((tag) => LANGUAGE_NAMES.of(tag) !== undefined, A_LANGUAGE)
    .nullable()
    .default(null)
    .meta({ description: 'language of every answer; null answers in the language of the question' }),
  guards: guards.prefault({}).meta({ description: 'they tighten what the fleet does, and loosen nothing' }),
});

/** Keys are written and never shown: a reply names the vendors that have one. */
export const answerSettings = settings
  .extend({
    own_keys: z
      .array(z.enum(VENDORS))
      .meta({ description: "vendors whose models are called on an account of the tenant's own" }),
  })
  .meta({ id: 'AnswerSettings' });

export const answerSettingsChange = settings
  .extend({
    own_keys: z
      .partialRecord(z.enum(VENDORS), z.string().trim().min(8).max(512).nullable())
      .default({})
      .meta({
        description: 'a key for each vendor; null takes it away, and a vendor that is left out keeps its own',
      }),
  })
  .meta({ id: 'AnswerSettingsChange' });

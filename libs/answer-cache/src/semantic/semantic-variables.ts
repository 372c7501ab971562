import { z } from 'zod';

const SEMANTIC_CHOICES = ['auto', 'vector-sets', 'pgvector', 'scan', 'gptcache', 'off'] as const;

const MAX_ENTRIES = 1_000_000;

/** The variables that choose the semantic index, for the config of every app that searches or evicts: all need the same ones. */
export const semanticVariables = {
  SEMANTIC_INDEX: z.enum(SEMANTIC_CHOICES).default('auto').meta({
    description:
      'where questions like one asked before are found: auto, vector-sets (Redis 8), pgvector, scan, gptcache, or off',
  }),
  SEMANTIC_INDEX_MAX_ENTRIES: z.coerce.number().int().min(1).max(MAX_ENTRIES).optional().meta({
    description:
      'entries of one space beyond which the oldest leave; 100000 with vector-sets, 10000 with pgvector, 1000 with scan when unset',
  }),
  GPTCACHE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'address of a GPTCache server, with SEMANTIC_INDEX=gptcache' }),
};

const semanticSchema = z.object(semanticVariables);

/** What an app read from its environment by `semanticVariables`; what is left out has its default. */
export type SemanticSettings = {
  readonly [Name in keyof ReadSettings]?: ReadSettings[Name] | undefined;
};
export type ReadSettings = z.output<typeof semanticSchema>;

export const readSemanticSettings = (given: SemanticSettings): ReadSettings => semanticSchema.parse(given);

import { citation, LIMITS, querySubmission, searchHit, searchSubmission } from '@ragfleet/contracts';
import { z } from 'zod';

const DEFAULT_DEADLINE_SECONDS = 60;
/** Whoever asks through a tool sits and waits. */
const LONGEST_DEADLINE_SECONDS = 600;

const { question, namespaces, quality, history, top_k } = querySubmission.shape;

/** What `ask` takes: the limits are those of `POST /v1/queries`. */
export const askInput = z.strictObject({
  question: question.describe(`One question, at most ${LIMITS.questionCharacters} characters.`),
  priority: querySubmission.shape.priority.describe('The lane: high is answered first.'),
  quality: quality.describe('Which model answers; the fleet chooses when it is left out.'),
  namespaces: namespaces.describe('Search these alone; all that the key may read when left out.'),
  history: history.describe('Earlier turns, oldest first, where the question is a follow-up.'),
  top_k: top_k.describe('Passages that the answer may rest on.'),
  deadline_seconds: z
    .int()
    .min(1)
    .max(LONGEST_DEADLINE_SECONDS)
    .default(DEFAULT_DEADLINE_SECONDS)
    .describe('The question is given up after so many seconds.'),
});
export type AskInput = z.output<typeof askInput>;

/** What `ask` gives. A quote that is cut ends in `…`. */
export const askOutput = z.object({
  query_id: z.string(),
  answer: z.string(),
  citations: z.array(citation),
  confidence: z.number(),
  model: z.string().nullable(),
  warnings: z.array(z.string()),
  cost_usd: z.number(),
});
export type AskOutput = z.output<typeof askOutput>;

const found = searchSubmission.shape;

/** What `search` takes: the limits are those of `POST /v1/search`. */
export const searchInput = z.strictObject({
  query: found.query.describe(`Words or a question, at most ${LIMITS.questionCharacters} characters.`),
  limit: found.top_k.describe('Passages at most.'),
  namespaces: found.namespaces.describe('Search these alone; all that the key may read when left out.'),
  mode: found.mode.describe('By words, by meaning (dense), or by both.'),
});
export type SearchInput = z.output<typeof searchInput>;

/** What `search` gives, best first. A text that is cut ends in `…`. */
export const searchOutput = z.object({ passages: z.array(z.object({ ...searchHit.shape })) });
export type SearchOutput = z.output<typeof searchOutput>;

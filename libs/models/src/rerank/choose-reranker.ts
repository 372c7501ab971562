import { Fault } from '@ragfleet/kernel';
import type { Reranker } from '@ragfleet/rag-core';
import { z } from 'zod';
import { optionalText } from '../optional-text.ts';
import { createHttpReranker } from './http-reranker.ts';
import { createLocalReranker } from './local-reranker.ts';

/** The variables that choose the reranker, for the config of every app that searches: all need the same ones. */
export const rerankVariables = {
  RERANKER: z.enum(['local', 'http', 'none']).default('local').meta({
    description:
      'what orders the best passages again: local (in the process), http (a service in the style of Cohere) or none',
  }),
  RERANK_URL: optionalText
    .refine(
      (url) => url === undefined || URL.canParse(url),
      'must be a URL such as https://api.cohere.com/v2/rerank',
    )
    .meta({ description: 'whole address of the reranker, with RERANKER=http' }),
  RERANK_API_KEY: optionalText.meta({ description: 'key of the reranker, where it wants one' }),
  RERANK_MODEL: optionalText.meta({ description: 'model of the reranker, with RERANKER=http' }),
};

/** What an app read from its environment by `rerankVariables`. */
export interface RerankerChoice {
  readonly RERANKER: 'local' | 'http' | 'none';
  readonly RERANK_URL?: string | undefined;
  readonly RERANK_API_KEY?: string | undefined;
  readonly RERANK_MODEL?: string | undefined;
}

// What vendors bill as one search is at most 100 documents; half of it is quicker and holds what can still win.
const HTTP_MAX_PASSAGES = 50;

/** The reranker of this fleet, null for none. Fault `invalid-input` when the choice lacks a variable. */
export function chooseReranker(choice: RerankerChoice): Reranker | null {
  if (choice.RERANKER === 'none') return null;
  if (choice.RERANKER === 'local') return createLocalReranker();
  const { RERANK_URL: url, RERANK_MODEL: model, RERANK_API_KEY: apiKey } = choice;
  if (url === undefined || model === undefined)
    throw new Fault('invalid-input', 'RERANKER=http needs RERANK_URL and RERANK_MODEL.');
  const key = apiKey === undefined ? {} : { apiKey };
  return createHttpReranker({ url, model, maxPassages: HTTP_MAX_PASSAGES, ...key });
}

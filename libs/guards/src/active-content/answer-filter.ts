import { createOutputFilter, type OutputFilter, type OutputFilterOptions } from '../output-filter.ts';
import { type ActiveContentOptions, createActiveContentFilter } from './active-content-filter.ts';

export interface AnswerFilterOptions extends OutputFilterOptions, ActiveContentOptions {}

/**
 * The filter of everything that leaves in an answer: active content first, then secrets and personal data, since what is
 * taken out between two halves of a secret would join them.
 */
export function createAnswerFilter(options: AnswerFilterOptions): OutputFilter {
  const active = createActiveContentFilter(options);
  const secrets = createOutputFilter(options);
  return {
    push: (chunk) => secrets.push(active.push(chunk)),
    end: () => secrets.push(active.end()) + secrets.end(),
    redactions: () => active.removals() + secrets.redactions(),
  };
}

/** The whole text through one filter. */
export function filterAnswer(
  text: string,
  options: AnswerFilterOptions,
): { readonly text: string; readonly redactions: number } {
  const filter = createAnswerFilter(options);
  const shown = filter.push(text) + filter.end();
  return { text: shown, redactions: filter.redactions() };
}

import type { TokenUsage } from '@ragfleet/rag-core';

/** What a service says that a call used; services that only look like their vendor say anything. */
export interface ReportedUsage {
  /** All of the input, the kept and the written part included. */
  readonly input: unknown;
  readonly output: unknown;
  readonly cachedInput?: unknown;
  readonly cacheWrite?: unknown;
}

/** undefined unless input and output are numbers of tokens. Parts of the input are no more than the input. */
export function tokenUsage(reported: ReportedUsage): TokenUsage | undefined {
  const inputTokens = tokenCount(reported.input);
  const outputTokens = tokenCount(reported.output);
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cachedInputTokens = Math.min(tokenCount(reported.cachedInput) ?? 0, inputTokens);
  const cacheWriteTokens = Math.min(tokenCount(reported.cacheWrite) ?? 0, inputTokens - cachedInputTokens);
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens > 0 && { cachedInputTokens }),
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
}

/** undefined for what is no number of tokens. */
export const tokenCount = (said: unknown): number | undefined =>
  typeof said === 'number' && Number.isSafeInteger(said) && said >= 0 ? said : undefined;

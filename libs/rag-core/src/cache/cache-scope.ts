import type { AccessSet } from '@ragfleet/kernel';
import type { CacheScope } from '../ports/answer-cache.ts';

/** Raised when a prompt or the making of citations changes what the same question is answered. */
export const PROMPT_VERSION = '2';
/** Raised when a guard changes what the same question is answered. */
export const GUARD_VERSION = '1';

/** Every part under its own place: no two scopes meet in one text. */
const partsOf = (scope: CacheScope): readonly unknown[] => [
  scope.tenantId,
  scope.region,
  scope.namespaces,
  scope.embeddingModel,
  scope.indexGeneration,
  scope.promptVersion,
  scope.guardVersion,
  scope.quality,
  scope.model,
  scope.topK,
  scope.retrievalMode,
  scope.language,
  scope.historyDigest,
];

/** What names the entries that may answer each other's questions. */
export const spaceText = (scope: CacheScope): string => JSON.stringify(['space', ...partsOf(scope)]);

/** What names the entry of one question. */
export const entryText = (scope: CacheScope, question: string): string =>
  JSON.stringify(['answer', question, ...partsOf(scope)]);

/** What names the entry of one question for one access, where another access has taken the question's own. */
export const variantText = (scope: CacheScope, question: string, access: string): string =>
  JSON.stringify(['variant', question, access, ...partsOf(scope)]);

/** What names the answer that equal questions in flight share, whether or not it may be kept. */
export const flightText = (scope: CacheScope, question: string): string =>
  JSON.stringify(['flight', question, ...partsOf(scope)]);

/** What names one caller's retrieval: the same question and access, whatever model or quality answers it. */
export const retrievalText = (scope: CacheScope, question: string, access: string): string =>
  JSON.stringify([
    'retrieval',
    question,
    access,
    scope.tenantId,
    scope.region,
    scope.namespaces,
    scope.embeddingModel,
    scope.indexGeneration,
    scope.topK,
    scope.retrievalMode,
    scope.historyDigest,
  ]);

/** The namespaces that decide what a scope can find; null when any may. */
export function decisiveNamespaces(
  access: AccessSet,
  namespaces: readonly string[] | null,
  publicNamespace: string,
): readonly string[] | null {
  if (namespaces !== null) return namespaces;
  // A department's documents may lie in any namespace.
  if (access.readsAll || access.department !== null) return null;
  return [publicNamespace, ...access.namespaces];
}

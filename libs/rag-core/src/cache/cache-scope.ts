import type { AccessSet } from '@ragfleet/kernel';
import type { CacheScope } from '../ports/answer-cache.ts';

/** Raised when a prompt or the making of citations changes what the same question is answered. */
export const PROMPT_VERSION = '4';
/** Raised when a guard changes what the same question is answered. */
export const GUARD_VERSION = '4';

/** What names a space: a scope without its question. Every part has its own place: no two scopes meet in one text. */
export const spaceText = (scope: CacheScope): string =>
  JSON.stringify([
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
    scope.historyDigest,
  ]);

/** What is kept under a name of its own. */
type Kept =
  /** The answer to one question. */
  | readonly ['answer', spaceId: string, question: string]
  /** The same for one access, where another access has taken the question's own place. */
  | readonly ['variant', spaceId: string, question: string, access: string]
  /** The answer that equal questions in flight share, whether or not it may be kept. */
  | readonly ['flight', spaceId: string, question: string]
  /** What one caller's search found, since the tenant's cache was last evicted. */
  | readonly ['retrieval', retrievalScope: string, question: string, access: string, generation: string]
  /** A question that was held against a kept one, and who judged them. */
  | readonly ['judged', question: string, judge: string]
  /** What a follow-up became: by its turns and its words, as they are and as the model was shown them. */
  | readonly ['rewriting', model: string, asked: string, shown: string]
  /** Not kept, but as secret as a name: what stand-ins of a tenant's personal data are hashed with. */
  | readonly ['people', 'stand-ins', 'key'];

export const keptText = (kept: Kept): string => JSON.stringify(kept);

/** Retrieval is the same whatever prompt, model or quality answers it. */
export const retrievalScopeText = (scope: CacheScope): string =>
  JSON.stringify([
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

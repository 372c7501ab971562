import type { CachedAnswer } from '@ragfleet/rag-core';

/** The field of the whole tenant; others are named after their namespace. No namespace is called so. */
export const EVERY_NAMESPACE = '*';

/** The generations that an answer depends on, as one text: the tenant's and those of the namespaces that it cites. */
export function generationOf(generations: Readonly<Record<string, string>>, answer: CachedAnswer): string {
  const cited = new Set(answer.result.citations.map((citation) => citation.namespace));
  const names = [EVERY_NAMESPACE, ...[...cited].toSorted()];
  return JSON.stringify(names.map((name) => [name, generations[name] ?? '0']));
}

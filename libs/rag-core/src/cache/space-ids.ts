import type { AnswerEntries, CacheScope } from '../ports/answer-cache.ts';
import { spaceText } from './cache-scope.ts';

/** A fleet has few spaces: tenants, times what their questions name beside the question. More only cost a digest. */
const MAX_REMEMBERED = 1_000;

const remembered = new WeakMap<AnswerEntries, Map<string, string>>();

/** The id of a scope without its question; a digest is made for the first question of each. */
export function spaceIdOf(entries: AnswerEntries, scope: CacheScope): string {
  const text = spaceText(scope);
  const ids = remembered.get(entries) ?? new Map<string, string>();
  remembered.set(entries, ids);
  const known = ids.get(text);
  if (known !== undefined) return known;
  const id = entries.idOf(scope.tenantId, text);
  if (ids.size >= MAX_REMEMBERED) ids.clear();
  ids.set(text, id);
  return id;
}

import type { SourceItem, StoredSourceItem } from '../ports/sources.ts';

/** What to do with a listed item. `knownRevision` is the one whose content is stored already. */
export type ItemDecision =
  | { readonly action: 'keep' }
  | { readonly action: 'wait' }
  | { readonly action: 'read'; readonly knownRevision: string | null };

export interface DecisionFacts {
  readonly item: SourceItem;
  readonly stored: StoredSourceItem | undefined;
  /** Of the labels that the source has now. */
  readonly labels: string;
  readonly nowMs: number;
}

/** An item is read when it may hold something new, and when what failed is another one now or had its time. */
export function decideItem({ item, stored, labels, nowMs }: DecisionFacts): ItemDecision {
  if (stored === undefined) return { action: 'read', knownRevision: null };
  const { failure } = stored;
  const isSameFailure = item.revision === null || item.revision === failure?.revision;
  if (failure !== null && isSameFailure && nowMs < failure.retryAtMs) return { action: 'wait' };
  const knownRevision = stored.labelsDigest === labels ? stored.revision : null;
  if (knownRevision !== null && item.revision === knownRevision) return { action: 'keep' };
  return { action: 'read', knownRevision };
}

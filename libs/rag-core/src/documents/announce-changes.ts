import type { ChangeAnnouncements, DocumentKey } from '../ports/documents.ts';
import type { ChangeSequence } from '../ports/operations.ts';

export interface AnnounceChangesPorts {
  readonly store: ChangeAnnouncements;
  readonly changes: Pick<ChangeSequence, 'advance'>;
}

/** Of one document, or of whichever wait; returns how many were announced. */
export type AnnounceChanges = (document: DocumentKey | null) => Promise<number>;

/**
 * Moves the change sequence for changes that are in force, so that what was kept before them is checked again. One that
 * fails stays owed, and so does one whose note of it is lost: it is announced twice, which costs a check.
 */
export function createAnnounceChanges({ store, changes }: AnnounceChangesPorts): AnnounceChanges {
  return async (document) => {
    const owed = await store.unannouncedChanges(document);
    for (const { changeId, tenantId, namespaces } of owed) {
      await changes.advance(tenantId, namespaces);
      await store.changeAnnounced(changeId);
    }
    return owed.length;
  };
}

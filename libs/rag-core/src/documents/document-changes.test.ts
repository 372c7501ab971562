import { type AccessSet, Fault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DocumentLabels } from '../ports/documents.ts';
import type { UnannouncedChange } from '../ports/documents.ts';
import { bench, LEAVE, question } from '../answer/answer-question.fixture.ts';
import { createAnnounceChanges } from './announce-changes.ts';
import { createDocumentChanges } from './document-changes.ts';

const access: AccessSet = { tenantId: 'acme', readsAll: true, namespaces: [], department: null };
const never = new AbortController().signal;
const labels: DocumentLabels = { namespace: 'hr', department: 'people' };

let log: string[];
let areVectorsAway: boolean;
let areVectorsSilent: boolean;
/** What the document store remembers. */
let unannounced: UnannouncedChange[];
/** How often the sequence can still be moved. */
let advancesLeft: number;
beforeEach(() => {
  log = [];
  areVectorsAway = false;
  areVectorsSilent = false;
  unannounced = [];
  advancesLeft = Number.POSITIVE_INFINITY;
});

const announcements = {
  unannouncedChanges: async () => [...unannounced],
  changeAnnounced: async (changeId: string) => {
    unannounced = unannounced.filter((change) => change.changeId !== changeId);
  },
};
const sequence = {
  advance: async (_tenant: string, names: readonly string[]) => {
    advancesLeft -= 1;
    if (advancesLeft < 0) throw new Fault('unavailable', 'Away.');
    log.push(`advance ${names.join()}`);
  },
};
const owe = (...namespaces: string[]): void =>
  void unannounced.push({ changeId: `${log.length}`, tenantId: 'acme', documentId: 'd', namespaces });

function changesOver(stored: DocumentLabels | null) {
  const touch = async (text: string): Promise<void> => {
    if (areVectorsAway) throw new Fault('unavailable', 'Away.');
    log.push(text);
  };
  return createDocumentChanges({
    documents: {
      getDocument: async () => stored,
      relabelDocument: async (_tenant, _id, patch) => {
        log.push('store relabel');
        if (stored !== null) owe(stored.namespace, patch.namespace ?? stored.namespace);
        return stored && { ...stored, ...patch };
      },
      deleteDocument: async () => {
        log.push('store delete');
        if (stored !== null) owe(stored.namespace);
        return true;
      },
      ...announcements,
    },
    upkeep: async (document) => {
      if (areVectorsSilent) return new Promise(() => {});
      if (document !== null) await touch(`vectors of ${document.documentId}`);
      return 1;
    },
    changes: sequence,
    eviction: {
      documentsChanged: (_tenant, ids) => (log.push(`evict ${ids.join()}`), new Promise(() => {})),
    },
    logger: { info: () => {}, warn: (_fields, message) => void log.push(message), error: () => {} },
  });
}

describe('createDocumentChanges', () => {
  it('moves the sequence of both namespaces, relabels the authority, moves it again, evicts without waiting, then the vectors, and the sequence once more', async () => {
    const after = await changesOver(labels).relabel(access, 'd', { namespace: 'board' }, never);
    expect(after).toEqual({ namespace: 'board', department: 'people' });
    expect(log).toEqual([
      'advance hr,board',
      'store relabel',
      'advance hr,board',
      'evict d',
      'vectors of d',
      'advance hr,board',
    ]);
  });

  it('deletes in the same order', async () => {
    expect(await changesOver(labels).remove(access, 'd', never)).toBe(true);
    expect(log).toEqual(['advance hr', 'store delete', 'advance hr', 'evict d', 'vectors of d']);
  });

  it('has every answer from before checked again, also when the sequence cannot be moved behind the change', async () => {
    advancesLeft = 1;
    await expect(changesOver(labels).remove(access, 'd', never)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(log).toEqual(['advance hr', 'store delete']);
    [log, advancesLeft] = [[], 1];
    const relabeled = changesOver(labels).relabel(access, 'd', { namespace: 'board' }, never);
    await expect(relabeled).rejects.toMatchObject({ kind: 'unavailable' });
    expect(log).toEqual(['advance hr,board', 'store relabel']);
  });

  it.each([
    ['a repeated call', () => changesOver(null).remove(access, 'd', never)],
    ['upkeep', () => createAnnounceChanges({ store: announcements, changes: sequence })(null)],
  ])('leaves a move of the sequence that failed behind the change to %s', async (_who, makeUpFor) => {
    advancesLeft = 1;
    await expect(changesOver(labels).remove(access, 'd', never)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await expect(makeUpFor()).rejects.toMatchObject({ kind: 'unavailable' });
    [log, advancesLeft] = [[], 2];
    await makeUpFor();
    await makeUpFor();
    expect(log).toEqual(['advance hr']);
  });

  it('changes nothing when the sequence cannot be moved at all', async () => {
    advancesLeft = 0;
    await expect(changesOver(labels).remove(access, 'd', never)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(log).toEqual([]);
  });

  it('touches nothing that the caller may not read', async () => {
    expect(await changesOver(null).relabel(access, 'd', { namespace: 'board' }, never)).toBeNull();
    expect(await changesOver(null).remove(access, 'd', never)).toBe(false);
    expect(log).toEqual([]);
  });

  it('deletes although the vectors cannot be reached, and leaves them to upkeep', async () => {
    areVectorsAway = true;
    expect(await changesOver(labels).remove(access, 'd', never)).toBe(true);
    expect(log.at(-1)).toBe('vectors of a changed document remain for now');
  });

  it('waits two seconds for vectors that never answer, and leaves them to upkeep', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    areVectorsSilent = true;
    const removing = changesOver(labels).remove(access, 'd', never);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(removing).resolves.toBe(true);
    expect(log.at(-1)).toBe('vectors of a changed document remain for now');
  });

  it('relabels although the vectors cannot be reached, and leaves them to upkeep', async () => {
    areVectorsAway = true;
    expect(await changesOver(labels).relabel(access, 'd', { namespace: 'board' }, never)).not.toBeNull();
    expect(log).toContain('vectors of a changed document remain for now');
  });
});

describe('an answer that was kept while its document was being deleted', () => {
  it('is not served after a repeated deletion, although the first one could not move the sequence', async () => {
    const stored = [LEAVE];
    const at = bench(stored);
    const ask = () => at.result(question('How many days of leave do I have?', { changes: at.changes }));
    let isRedisAway = false;
    const changes = createDocumentChanges({
      documents: {
        getDocument: async () => (stored.length > 0 ? { namespace: 'default', department: null } : null),
        relabelDocument: async () => null,
        deleteDocument: async () => {
          expect((await ask()).citations).toHaveLength(1);
          stored.length = 0;
          owe('default');
          isRedisAway = true;
          return true;
        },
        ...announcements,
      },
      upkeep: async () => 0,
      changes: {
        advance: async () => {
          if (isRedisAway) throw new Fault('unavailable', 'Away.');
          at.changes = { default: String(Number(at.changes['default']) + 1) };
        },
      },
      eviction: { documentsChanged: async () => {} },
      logger: { info: () => {}, warn: () => {}, error: () => {} },
    });
    await expect(changes.remove(access, 'doc-leave', never)).rejects.toMatchObject({ kind: 'unavailable' });
    isRedisAway = false;
    expect(await changes.remove(access, 'doc-leave', never)).toBe(false);
    expect(await ask()).toMatchObject({ cache: { status: 'miss' }, citations: [] });
  });
});

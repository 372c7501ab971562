import { type AccessSet, Fault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DocumentLabels } from '../ports/documents.ts';
import type { VectorIndex } from '../ports/passages.ts';
import { createDocumentChanges } from './document-changes.ts';

const access: AccessSet = { tenantId: 'acme', readsAll: true, namespaces: [], department: null };
const never = new AbortController().signal;
const labels: DocumentLabels = { namespace: 'hr', department: 'people' };

let log: string[];
let areVectorsAway: boolean;
beforeEach(() => {
  log = [];
  areVectorsAway = false;
});

function changesOver(stored: DocumentLabels | null) {
  const touch = async (text: string): Promise<void> => {
    if (areVectorsAway) throw new Fault('unavailable', 'Away.');
    log.push(text);
  };
  const vectorIndex: VectorIndex = {
    name: 'recorded',
    searchDense: async () => [],
    upsert: async () => {},
    existing: async () => new Set<string>(),
    removePassages: async () => undefined,
    removeDocument: async (_tenant, id) => touch(`vectors remove ${id}`),
    relabelDocument: async (_tenant, id, to) => touch(`vectors ${id} to ${to.namespace}/${to.department}`),
  };
  return createDocumentChanges({
    documents: {
      getDocument: async () => stored,
      relabelDocument: async (_tenant, _id, patch) => {
        log.push('store relabel');
        return stored && { ...stored, ...patch };
      },
      deleteDocument: async () => (log.push('store delete'), true),
    },
    vectorIndex,
    changes: {
      current: async () => '0',
      advance: async (_tenant, names) => void log.push(`advance ${names.join()}`),
    },
    logger: { info: () => {}, warn: (_fields, message) => void log.push(message), error: () => {} },
  });
}

describe('createDocumentChanges', () => {
  it('relabels the authority, moves the sequence of both namespaces, then the vectors', async () => {
    const after = await changesOver(labels).relabel(access, 'd', { namespace: 'board' }, never);
    expect(after).toEqual({ namespace: 'board', department: 'people' });
    expect(log).toEqual(['store relabel', 'advance hr,board', 'vectors d to board/people']);
  });

  it('deletes in the same order', async () => {
    expect(await changesOver(labels).remove(access, 'd', never)).toBe(true);
    expect(log).toEqual(['store delete', 'advance hr', 'vectors remove d ']);
  });

  it('touches nothing that the caller may not read', async () => {
    expect(await changesOver(null).relabel(access, 'd', { namespace: 'board' }, never)).toBeNull();
    expect(await changesOver(null).remove(access, 'd', never)).toBe(false);
    expect(log).toEqual([]);
  });

  it('deletes although the vectors cannot be reached, and says so to the operator', async () => {
    areVectorsAway = true;
    expect(await changesOver(labels).remove(access, 'd', never)).toBe(true);
    expect(log.at(-1)).toBe('vectors of a deleted document remain');
  });

  it('lets the caller try a relabeling again when the vectors cannot be reached', async () => {
    areVectorsAway = true;
    await expect(
      changesOver(labels).relabel(access, 'd', { namespace: 'board' }, never),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

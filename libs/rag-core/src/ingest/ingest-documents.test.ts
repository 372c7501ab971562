import { Fault } from '@ragfleet/kernel';
import { createInMemoryPassages, type InMemoryPassages } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../ports/models.ts';
import type { SearchScope } from '../ports/passages.ts';
import { createIngestDocuments, type IngestPorts } from './ingest-documents.ts';
import { createWordEmbedder, quietLogger } from './word-embedder.fixture.ts';

const never = new AbortController().signal;
const acme = 'acme';
const scope: SearchScope = {
  access: { tenantId: acme, readsAll: true, namespaces: [], department: null },
  namespaces: null,
};

let passages: InMemoryPassages;
let embedder: ReturnType<typeof createWordEmbedder>;
let log: string[];

beforeEach(() => {
  passages = createInMemoryPassages();
  embedder = createWordEmbedder();
  log = [];
});

const portsWith = (over: Partial<IngestPorts> = {}): IngestPorts => ({
  catalogue: {
    ...passages,
    publishVersion: async (document, cuts) => {
      const isPublished = await passages.publishVersion(document, cuts);
      log.push(`publish ${document.documentId}`);
      return isPublished;
    },
    recordOutcome: async (tenantId, ingestionId, documentId, outcome) => {
      log.push(`record ${documentId}`);
      await passages.recordOutcome(tenantId, ingestionId, documentId, outcome);
    },
  },
  embedder,
  vectorIndex: passages,
  changes: {
    current: async () => '0',
    advance: async (_tenant, namespaces) => void log.push(`advance ${namespaces.join()}`),
  },
  logger: quietLogger,
  ...over,
});

const accept = (ingestionId: string, contents: Record<string, string>): void =>
  passages.accept(
    ingestionId,
    Object.entries(contents).map(([documentId, content]) => ({ tenantId: acme, documentId, content })),
  );
const ingest = (
  ingestionId: string,
  over: Partial<IngestPorts> = {},
  isLastAttempt = false,
  signal = never,
) => createIngestDocuments(portsWith(over))({ tenantId: acme, ingestionId, isLastAttempt }, signal);
const outcome = (ingestionId: string, documentId: string) =>
  passages.outcomeOf(acme, ingestionId, documentId);
const find = async (text: string): Promise<string[]> => {
  const { vectors } = await createWordEmbedder().embed([text], 'query', never);
  const found = await passages.searchDense(scope, vectors[0] ?? new Float32Array(), 10, never);
  const current = await passages.readCurrent(
    scope,
    found.map(({ passageId }) => passageId),
    never,
  );
  expect(current).toHaveLength(found.length);
  return current.map(({ text: stored }) => stored);
};
const failing = (fault: Fault, isBad: (text: string) => boolean): Embedder => ({
  ...embedder,
  embed: (texts, purpose, signal) =>
    texts.some(isBad) ? Promise.reject(fault) : embedder.embed(texts, purpose, signal),
});

describe('createIngestDocuments', () => {
  it('makes documents searchable, and moves the change sequence before it says so', async () => {
    accept('ing_1', { leave: 'Leave is 27 days.', travel: 'Second class.' });
    await ingest('ing_1');
    expect(outcome('ing_1', 'leave')).toEqual({ status: 'embedded', passages: 1 });
    expect((await find('leave 27 days'))[0]).toBe('Leave is 27 days.');
    expect(log).toEqual([
      'publish leave',
      'publish travel',
      'advance default',
      'record leave',
      'record travel',
    ]);
    expect(passages.ingestionStatus(acme, 'ing_1')).toBe('finished');
  });

  it('packs the texts of several documents into full requests, equal ones once', async () => {
    const contents = Array.from({ length: 7 }, (_text, at) => [
      `d${at}`,
      at < 2 ? 'The same words.' : `Words ${at}.`,
    ]);
    passages.accept(
      'ing_1',
      contents.map(([documentId = '', content = '']) => ({
        tenantId: acme,
        documentId,
        title: 'T',
        content,
      })),
    );
    await ingest('ing_1');
    expect(embedder.calls.map((texts) => texts.length)).toEqual([3, 3]);
  });

  it('embeds only what changed, and removes what is gone', async () => {
    accept('ing_1', { guide: '# One\nAlpha.\n# Two\nBeta.' });
    await ingest('ing_1');
    accept('ing_2', { guide: '# One\nAlpha.\n# Two\nGamma.' });
    await ingest('ing_2');
    expect(embedder.calls.map((texts) => texts.length)).toEqual([2, 1]);
    expect((await find('x')).toSorted()).toEqual(['Alpha.', 'Gamma.']);
    accept('ing_3', { guide: '# One\nAlpha.\n# Two\nGamma.' });
    await ingest('ing_3');
    expect(embedder.calls).toHaveLength(2);
    expect(outcome('ing_3', 'guide')).toEqual({ status: 'unchanged', passages: 2 });
  });

  it('moves the labels of unchanged passages with their document', async () => {
    accept('ing_1', { guide: 'Alpha.' });
    await ingest('ing_1');
    passages.accept('ing_2', [
      { tenantId: acme, documentId: 'guide', namespace: 'board', content: 'Alpha.' },
    ]);
    await ingest('ing_2');
    const board = { ...scope, namespaces: ['board'] };
    const { vectors } = await embedder.embed(['Alpha.'], 'query', never);
    expect(await passages.searchDense(board, vectors[0] ?? new Float32Array(), 10, never)).toHaveLength(1);
  });

  it('fails a bad document alone, with a reason that quotes nothing', async () => {
    accept('ing_1', { good: 'Fine.', bad: 'Poison here.', empty: ' \n ', fine: 'Also fine.' });
    const fault = new Fault('invalid-input', 'The model provider does not accept the request.');
    await ingest('ing_1', { embedder: failing(fault, (text) => text.includes('Poison')) });
    expect(outcome('ing_1', 'good')?.status).toBe('embedded');
    expect(outcome('ing_1', 'fine')?.status).toBe('embedded');
    expect(outcome('ing_1', 'bad')).toEqual({ status: 'failed', error: fault.message });
    expect(outcome('ing_1', 'empty')?.status).toBe('failed');
  });

  it('leaves the rest for another attempt when a dependency is away, and ends it on the last', async () => {
    accept('ing_1', { one: 'First.', two: 'Second.' });
    const away = { embedder: failing(new Fault('unavailable', 'Away.'), () => true) };
    await expect(ingest('ing_1', away)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(outcome('ing_1', 'one')).toBeNull();
    await ingest('ing_1', away, true);
    expect(outcome('ing_1', 'one')).toEqual({ status: 'failed', error: 'Away.' });
    expect(passages.ingestionStatus(acme, 'ing_1')).toBe('failed');
  });

  it('goes on after a crash while vectors are written', async () => {
    accept('ing_1', { one: 'First.', two: 'Second.' });
    const crash = {
      vectorIndex: { ...passages, upsert: () => Promise.reject(new Fault('unavailable', 'Crash.')) },
    };
    await expect(ingest('ing_1', crash)).rejects.toThrow('Crash.');
    await ingest('ing_1');
    expect((await find('x')).toSorted()).toEqual(['First.', 'Second.']);
  });

  it('publishes nothing for a document that was deleted meanwhile', async () => {
    accept('ing_1', { gone: 'Secret.' });
    const late = {
      ...embedder,
      embed: async (...call: Parameters<Embedder['embed']>) => (
        passages.remove(acme, 'gone'), embedder.embed(...call)
      ),
    };
    await ingest('ing_1', { embedder: late });
    expect(await find('Secret.')).toEqual([]);
  });

  it('stops when it is told to', async () => {
    accept('ing_1', { one: 'First.' });
    await expect(ingest('ing_1', {}, true, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(outcome('ing_1', 'one')).toBeNull();
  });

  it('strips hidden characters before anything is stored', async () => {
    accept('ing_1', { one: 'Vis\u200Bible <|im_start|> text.' });
    await ingest('ing_1');
    expect(await find('x')).toEqual(['Visible (im_start) text.']);
  });
});

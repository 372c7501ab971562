import { Fault } from '@ragfleet/kernel';
import { createInMemoryPassages, type InMemoryPassages } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Embedder } from '../ports/models.ts';
import type { SearchScope, VectorIndex } from '../ports/passages.ts';
import type { IngestPorts } from './ingest-contract.ts';
import { createIngestDocuments } from './ingest-documents.ts';
import { createVectorUpkeep } from './pay-upkeep.ts';
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
    publishVersion: async (document, ...rest) => {
      const publication = await passages.publishVersion(document, ...rest);
      log.push(`publish ${document.documentId}`);
      return publication;
    },
    recordOutcomes: async (run, outcomes) => {
      log.push(`record ${outcomes.map(({ documentId }) => documentId).join()}`);
      await passages.recordOutcomes(run, outcomes);
    },
  },
  generations: [{ embedder, vectorIndex: passages }],
  changes: {
    current: async () => '0',
    advance: async (_tenant, namespaces) => void log.push(`advance ${namespaces.join()}`),
  },
  logger: quietLogger,
  ...over,
});
const over = (changed: { embedder?: Embedder; vectorIndex?: VectorIndex }): Partial<IngestPorts> => ({
  generations: [{ embedder, vectorIndex: passages, ...changed }],
});

const accept = (ingestionId: string, contents: Record<string, string>): void =>
  passages.accept(
    ingestionId,
    Object.entries(contents).map(([documentId, content]) => ({ tenantId: acme, documentId, content })),
  );
const ingest = (
  ingestionId: string,
  changed: Partial<IngestPorts> = {},
  isLastAttempt = false,
  signal = never,
) => createIngestDocuments(portsWith(changed))({ tenantId: acme, ingestionId, isLastAttempt }, signal);
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
const pay = () =>
  createVectorUpkeep({ store: passages, vectorIndexes: [passages], logger: quietLogger })(null, never);
/** Passages that have a vector, current or not. */
const vectorsOf = async (text: string): Promise<string[]> => {
  const { vectors } = await createWordEmbedder().embed([text], 'query', never);
  const found = await passages.searchDense(scope, vectors[0] ?? new Float32Array(), 100, never);
  return found.map(({ passageId }) => passageId);
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
    expect(log).toEqual(['publish leave', 'publish travel', 'advance default', 'record leave,travel']);
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
    await ingest('ing_1', over({ embedder: failing(fault, (text) => text.includes('Poison')) }));
    expect(outcome('ing_1', 'good')?.status).toBe('embedded');
    expect(outcome('ing_1', 'fine')?.status).toBe('embedded');
    expect(outcome('ing_1', 'bad')).toEqual({ status: 'failed', error: fault.message });
    expect(outcome('ing_1', 'empty')?.status).toBe('failed');
  });

  it('leaves the rest for another attempt when a dependency is away, and ends it on the last', async () => {
    accept('ing_1', { one: 'First.', two: 'Second.' });
    const away = over({ embedder: failing(new Fault('unavailable', 'Away.'), () => true) });
    await expect(ingest('ing_1', away)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(outcome('ing_1', 'one')).toBeNull();
    await ingest('ing_1', away, true);
    expect(outcome('ing_1', 'one')).toEqual({ status: 'failed', error: 'Away.' });
    expect(passages.ingestionStatus(acme, 'ing_1')).toBe('failed');
  });

  it('goes on after a crash while vectors are written', async () => {
    accept('ing_1', { one: 'First.', two: 'Second.' });
    const crash = over({
      vectorIndex: { ...passages, upsert: () => Promise.reject(new Fault('unavailable', 'Crash.')) },
    });
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
    await ingest('ing_1', over({ embedder: late }));
    await pay();
    expect(await vectorsOf('gone')).toEqual([]);
    expect(outcome('ing_1', 'gone')?.status).toBe('failed');
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

  it('embeds a text once that stands in many documents, however far apart', async () => {
    const documents = Array.from({ length: 400 }, (_document, at) => ({
      tenantId: acme,
      documentId: `d${at}`,
      title: 'T',
      content: `Words ${at % 100}.`,
    }));
    passages.accept('ing_1', documents);
    await ingest('ing_1');
    expect(embedder.calls.flat()).toHaveLength(100);
    expect(new Set(await vectorsOf('Words')).size).toBe(100);
    expect(passages.publishedPassages(acme)).toHaveLength(400);
    expect(passages.ingestionStatus(acme, 'ing_1')).toBe('finished');
  });

  it('sends as few requests as the limits allow, though documents come in pages', async () => {
    const contents = Array.from({ length: 1_000 }, (_text, at) => [`d${at}`, `Words ${at}.`]);
    accept('ing_1', Object.fromEntries(contents) as Record<string, string>);
    await ingest('ing_1');
    expect(embedder.calls.length).toBe(Math.ceil(1_000 / embedder.maxTextsPerRequest));
  });

  it('keeps ten requests in flight, also when one of them is slow', async () => {
    accept(
      'ing_1',
      Object.fromEntries(Array.from({ length: 90 }, (_text, at) => [`d${at}`, `Words ${at}.`])),
    );
    const [slow, full] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let [inFlight, most, ended] = [0, 0, 0];
    const watched: Embedder = {
      ...embedder,
      embed: async (texts, purpose, signal) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        if (most === 10) full.resolve();
        await full.promise;
        if (texts.some((text) => text.includes('Words 0.'))) await slow.promise;
        const reply = await embedder.embed(texts, purpose, signal);
        ended += 1;
        inFlight -= 1;
        if (ended === 29) slow.resolve();
        return reply;
      },
    };
    await ingest('ing_1', over({ embedder: watched }));
    expect(most).toBe(10);
    expect(ended).toBe(30);
  });

  it('publishes a document as soon as its last passage has its vector', async () => {
    accept('ing_1', { early: 'One.', b: 'Two.', c: 'Three.', late: 'Four.' });
    const held = Promise.withResolvers<void>();
    const holding: Embedder = {
      ...embedder,
      embed: async (texts, purpose, signal) => {
        if (texts.some((text) => text.includes('Four'))) await held.promise;
        return embedder.embed(texts, purpose, signal);
      },
    };
    const running = ingest('ing_1', over({ embedder: holding }));
    await vi.waitFor(() => expect(outcome('ing_1', 'early')?.status).toBe('embedded'));
    expect(outcome('ing_1', 'late')).toBeNull();
    held.resolve();
    await running;
  });

  it('does not embed again what a run that died had written', async () => {
    accept('ing_1', { one: 'First.', two: 'Second.', three: 'Third.', four: 'Fourth.' });
    const dying = over({
      embedder: failing(new Fault('unavailable', 'Died.'), (text) => text.includes('Fourth')),
    });
    const stuck = {
      ...portsWith().catalogue,
      publishVersion: () => Promise.reject(new Fault('unavailable', 'Died.')),
    };
    await expect(ingest('ing_1', { ...dying, catalogue: stuck })).rejects.toThrow('Died.');
    expect(embedder.calls.flat()).toHaveLength(3);
    await ingest('ing_1');
    expect(embedder.calls.flat()).toHaveLength(4);
    expect(outcome('ing_1', 'one')).toEqual({ status: 'embedded', passages: 1 });
  });

  it('says what became of a document whose run died before it could', async () => {
    accept('ing_1', { one: 'First.' });
    const dying = {
      ...portsWith().catalogue,
      recordOutcomes: () => Promise.reject(new Fault('unavailable', 'Died.')),
    };
    await expect(ingest('ing_1', { catalogue: dying })).rejects.toThrow('Died.');
    await ingest('ing_1');
    expect(outcome('ing_1', 'one')).toEqual({ status: 'embedded', passages: 1 });
    expect(embedder.calls).toHaveLength(1);
  });

  it('waits for a document that another ingestion has, and then goes on', async () => {
    accept('ing_1', { d: 'First.' });
    accept('ing_2', { d: 'Second.' });
    const holder = { tenantId: acme, ingestionId: 'ing_1', runId: 'run_1' };
    await passages.startRun(holder, 60_000);
    await passages.claimDocuments({ run: holder, after: 0, maxDocuments: 1, maxBytes: 1, batchId: null });
    expect(await ingest('ing_2')).toMatchObject({ status: 'waiting' });
    expect(embedder.calls).toEqual([]);
    await passages.endRun(holder);
    expect(await ingest('ing_2')).toEqual({ status: 'finished' });
    expect(await ingest('ing_1')).toEqual({ status: 'finished' });
    expect(await find('x')).toEqual(['Second.']);
  });

  it('leaves the vectors of a document that was relabeled meanwhile with the labels of now', async () => {
    accept('ing_1', { d: '# One\nAlpha.' });
    await ingest('ing_1');
    accept('ing_2', { d: '# One\nAlpha.\n# Two\nBeta.' });
    const relabeling: Embedder = {
      ...embedder,
      embed: async (...call) => {
        passages.relabel(acme, 'd', { namespace: 'board', department: null });
        return embedder.embed(...call);
      },
    };
    await ingest('ing_2', over({ embedder: relabeling }));
    const board = { ...scope, namespaces: ['board'] };
    expect(await passages.searchDense(board, new Float32Array(64), 10, never)).toHaveLength(2);
  });

  it('has its preparation done before it reads', async () => {
    await ingest('ing_1', { prepare: async () => accept('ing_1', { one: 'First.' }) });
    expect(outcome('ing_1', 'one')?.status).toBe('embedded');
  });

  it('lets the event loop turn while it cuts a document of megabytes', async () => {
    accept('ing_1', { big: 'A sentence that is cut. '.repeat(80_000) });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 10);
    await ingest(
      'ing_1',
      over({ embedder: { ...embedder, maxTextsPerRequest: 2_000, maxTokensPerRequest: 300_000 } }),
    );
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

import { Fault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Embedder } from '../ports/models.ts';
import { acme, createIngestBench, type IngestBench, never, scope } from './ingest-bench.fixture.ts';

let bench: IngestBench;
beforeEach(() => {
  bench = createIngestBench();
});

describe('the stream of an ingestion', () => {
  it('embeds a text once that stands in many documents, however far apart', async () => {
    const documents = Array.from({ length: 400 }, (_document, at) => ({
      tenantId: acme,
      documentId: `d${at}`,
      title: 'T',
      content: `Words ${at % 100}.`,
    }));
    bench.passages.accept('ing_1', documents);
    await bench.ingest('ing_1');
    expect(bench.embedder.calls.flat()).toHaveLength(100);
    expect(new Set(await bench.vectorsOf('Words')).size).toBe(100);
    expect(bench.passages.publishedPassages(acme)).toHaveLength(400);
    expect(bench.passages.ingestionStatus(acme, 'ing_1')).toBe('finished');
  });

  it('sends as few requests as the limits allow, though documents come in pages', async () => {
    const contents = Array.from({ length: 1_000 }, (_text, at) => [`d${at}`, `Words ${at}.`]);
    bench.accept('ing_1', Object.fromEntries(contents) as Record<string, string>);
    await bench.ingest('ing_1');
    expect(bench.embedder.calls.length).toBe(Math.ceil(1_000 / bench.embedder.maxTextsPerRequest));
  });

  it('keeps ten requests in flight, also when one of them is slow', async () => {
    bench.accept(
      'ing_1',
      Object.fromEntries(Array.from({ length: 90 }, (_text, at) => [`d${at}`, `Words ${at}.`])),
    );
    const [slow, full] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let [inFlight, most, ended] = [0, 0, 0];
    const watched: Embedder = {
      ...bench.embedder,
      embed: async (texts, purpose, signal) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        if (most === 10) full.resolve();
        await full.promise;
        if (texts.some((text) => text.includes('Words 0.'))) await slow.promise;
        const reply = await bench.embedder.embed(texts, purpose, signal);
        ended += 1;
        inFlight -= 1;
        if (ended === 29) slow.resolve();
        return reply;
      },
    };
    await bench.ingest('ing_1', bench.over({ embedder: watched }));
    expect(most).toBe(10);
    expect(ended).toBe(30);
  });

  it('publishes a document as soon as its last passage has its vector', async () => {
    bench.accept('ing_1', { early: 'One.', b: 'Two.', c: 'Three.', late: 'Four.' });
    const held = Promise.withResolvers<void>();
    const holding: Embedder = {
      ...bench.embedder,
      embed: async (texts, purpose, signal) => {
        if (texts.some((text) => text.includes('Four'))) await held.promise;
        return bench.embedder.embed(texts, purpose, signal);
      },
    };
    const running = bench.ingest('ing_1', bench.over({ embedder: holding }));
    await vi.waitFor(() => expect(bench.outcome('ing_1', 'early')?.status).toBe('embedded'));
    expect(bench.outcome('ing_1', 'late')).toBeNull();
    held.resolve();
    await running;
  });

  it('does not embed again what a run that died had written', async () => {
    bench.accept('ing_1', { one: 'First.', two: 'Second.', three: 'Third.', four: 'Fourth.' });
    const dying = bench.over({
      embedder: bench.failing(new Fault('unavailable', 'Died.'), (text) => text.includes('Fourth')),
    });
    const stuck = {
      ...bench.portsWith().catalogue,
      publishVersion: () => Promise.reject(new Fault('unavailable', 'Died.')),
    };
    await expect(bench.ingest('ing_1', { ...dying, catalogue: stuck })).rejects.toThrow('Died.');
    expect(bench.embedder.calls.flat()).toHaveLength(3);
    await bench.ingest('ing_1');
    expect(bench.embedder.calls.flat()).toHaveLength(4);
    expect(bench.outcome('ing_1', 'one')).toEqual({ status: 'embedded', passages: 1 });
  });

  it('says what became of a document whose run died before it could', async () => {
    bench.accept('ing_1', { one: 'First.' });
    const dying = {
      ...bench.portsWith().catalogue,
      recordOutcomes: () => Promise.reject(new Fault('unavailable', 'Died.')),
    };
    await expect(bench.ingest('ing_1', { catalogue: dying })).rejects.toThrow('Died.');
    await bench.ingest('ing_1');
    expect(bench.outcome('ing_1', 'one')).toEqual({ status: 'embedded', passages: 1 });
    expect(bench.embedder.calls).toHaveLength(1);
  });

  it('waits for a document that another ingestion has, and then goes on', async () => {
    bench.accept('ing_1', { d: 'First.' });
    bench.accept('ing_2', { d: 'Second.' });
    const holder = { tenantId: acme, ingestionId: 'ing_1', runId: 'run_1' };
    await bench.passages.startRun(holder, 60_000);
    await bench.passages.claimDocuments({
      run: holder,
      after: 0,
      maxDocuments: 1,
      maxBytes: 1,
      batchId: null,
    });
    expect(await bench.ingest('ing_2')).toMatchObject({ status: 'waiting' });
    expect(bench.embedder.calls).toEqual([]);
    await bench.passages.endRun(holder);
    expect(await bench.ingest('ing_2')).toEqual({ status: 'finished' });
    expect(await bench.ingest('ing_1')).toEqual({ status: 'finished' });
    expect(await bench.find('x')).toEqual(['Second.']);
  });

  it('leaves the vectors of a document that was relabeled meanwhile with the labels of now', async () => {
    bench.accept('ing_1', { d: '# One\nAlpha.' });
    await bench.ingest('ing_1');
    bench.accept('ing_2', { d: '# One\nAlpha.\n# Two\nBeta.' });
    const relabeling: Embedder = {
      ...bench.embedder,
      embed: async (...call) => {
        bench.passages.relabel(acme, 'd', { namespace: 'board', department: null });
        return bench.embedder.embed(...call);
      },
    };
    await bench.ingest('ing_2', bench.over({ embedder: relabeling }));
    const board = { ...scope, namespaces: ['board'] };
    expect(await bench.passages.searchDense(board, new Float32Array(64), 10, never)).toHaveLength(2);
  });

  it('goes on when the last publication leaves no room, and every request is waited for', async () => {
    bench.accept('ing_1', { known: 'Known.' });
    await bench.ingest('ing_1');
    const known = { tenantId: acme, documentId: 'known', content: 'Known.' };
    const alike = { tenantId: acme, title: 'T', content: `Same.${' '.repeat(1_000_000)}` };
    const documents = Array.from({ length: 40 }, (_document, at) => ({ ...alike, documentId: `d${at}` }));
    bench.passages.accept('ing_2', [known, ...documents]);
    const isFull = Promise.withResolvers<void>();
    let characters = 0;
    const { catalogue } = bench.portsWith();
    await bench.ingest('ing_2', {
      catalogue: {
        ...catalogue,
        claimDocuments: async (page) => {
          const claimed = await catalogue.claimDocuments(page);
          for (const { content } of claimed.documents) characters += content.length;
          return claimed;
        },
        noteWrites: async (...writes) => {
          if (characters * 2 > 32 * 1_048_576) setImmediate(isFull.resolve);
          return catalogue.noteWrites(...writes);
        },
        publishVersion: async (document, ...rest) => {
          if (document.documentId === 'known') await isFull.promise;
          return catalogue.publishVersion(document, ...rest);
        },
      },
    });
    expect(bench.outcome('ing_2', 'd39')?.status).toBe('embedded');
    expect(characters).toBeGreaterThan(40_000_000);
  });

  it('has its preparation done before it reads', async () => {
    await bench.ingest('ing_1', { prepare: async () => bench.accept('ing_1', { one: 'First.' }) });
    expect(bench.outcome('ing_1', 'one')?.status).toBe('embedded');
  });

  it('lets the event loop turn while it cuts a document of megabytes', async () => {
    const sentences = Array.from({ length: 60_000 }, (_, at) => `Sentence ${at} is cut as well. `);
    bench.accept('ing_1', { big: sentences.join('') });
    let yielder = 0;
    const timer = setInterval(() => (yielder += 1), 10);
    await bench.ingest(
      'ing_1',
      bench.over({
        embedder: { ...bench.embedder, maxTextsPerRequest: 2_000, maxTokensPerRequest: 300_000 },
      }),
    );
    clearInterval(timer);
    expect(yielder).toBeGreaterThan(5);
  });
});

import { Fault, MAX_DOCUMENT_CHARACTERS } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../ports/models.ts';
import { createIngestDocuments } from './ingest-documents.ts';
import { acme, createIngestBench, type IngestBench, never, scope } from './ingest-bench.fixture.ts';

let bench: IngestBench;
beforeEach(() => {
  bench = createIngestBench();
});

describe('createIngestDocuments', () => {
  it('makes documents searchable, and moves the change sequence before it says so', async () => {
    bench.accept('ing_1', { leave: 'Leave is 27 days.', travel: 'Second class.' });
    await bench.ingest('ing_1');
    expect(bench.outcome('ing_1', 'leave')).toEqual({ status: 'embedded', passages: 1 });
    expect((await bench.find('leave 27 days'))[0]).toBe('Leave is 27 days.');
    expect(bench.log).toEqual(['publish leave', 'publish travel', 'advance default', 'record leave,travel']);
    expect(bench.passages.ingestionStatus(acme, 'ing_1')).toBe('finished');
  });

  it('packs the texts of several documents into full requests, equal ones once', async () => {
    const contents = Array.from({ length: 7 }, (_text, at) => [
      `d${at}`,
      at < 2 ? 'The same words.' : `Words ${at}.`,
    ]);
    bench.passages.accept(
      'ing_1',
      contents.map(([documentId = '', content = '']) => ({
        tenantId: acme,
        documentId,
        title: 'T',
        content,
      })),
    );
    await bench.ingest('ing_1');
    expect(bench.embedder.calls.map((texts) => texts.length)).toEqual([3, 3]);
  });

  it('embeds only what changed, and removes what is gone', async () => {
    bench.accept('ing_1', { guide: '# One\nAlpha.\n# Two\nBeta.' });
    await bench.ingest('ing_1');
    bench.accept('ing_2', { guide: '# One\nAlpha.\n# Two\nGamma.' });
    await bench.ingest('ing_2');
    expect(bench.embedder.calls.map((texts) => texts.length)).toEqual([2, 1]);
    expect((await bench.find('x')).toSorted()).toEqual(['Alpha.', 'Gamma.']);
    bench.accept('ing_3', { guide: '# One\nAlpha.\n# Two\nGamma.' });
    await bench.ingest('ing_3');
    expect(bench.embedder.calls).toHaveLength(2);
    expect(bench.outcome('ing_3', 'guide')).toEqual({ status: 'unchanged', passages: 2 });
  });

  it('moves the labels of unchanged passages with their document', async () => {
    bench.accept('ing_1', { guide: 'Alpha.' });
    await bench.ingest('ing_1');
    bench.passages.accept('ing_2', [
      { tenantId: acme, documentId: 'guide', namespace: 'board', content: 'Alpha.' },
    ]);
    await bench.ingest('ing_2');
    const board = { ...scope, namespaces: ['board'] };
    const { vectors } = await bench.embedder.embed(['Alpha.'], 'query', never);
    expect(await bench.passages.searchDense(board, vectors[0] ?? new Float32Array(), 10, never)).toHaveLength(
      1,
    );
  });

  it('fails a bad document alone, with a reason that quotes nothing', async () => {
    bench.accept('ing_1', { good: 'Fine.', bad: 'Poison here.', empty: ' \n ', fine: 'Also fine.' });
    const fault = new Fault('invalid-input', 'The model provider does not accept the request.');
    await bench.ingest(
      'ing_1',
      bench.over({ embedder: bench.failing(fault, (text) => text.includes('Poison')) }),
    );
    expect(bench.outcome('ing_1', 'good')?.status).toBe('embedded');
    expect(bench.outcome('ing_1', 'fine')?.status).toBe('embedded');
    expect(bench.outcome('ing_1', 'bad')).toEqual({ status: 'failed', error: fault.message });
    expect(bench.outcome('ing_1', 'empty')?.status).toBe('failed');
  });

  it('fails a document with more text than one may have, before it is cut', async () => {
    const tooLong = 'x'.repeat(MAX_DOCUMENT_CHARACTERS + 1);
    bench.accept('ing_1', { novel: tooLong, leave: 'Leave is 27 days.' });
    await bench.ingest('ing_1');
    const error = 'The text has more than 4,194,304 characters. Split it into several documents.';
    expect(bench.outcome('ing_1', 'novel')).toEqual({ status: 'failed', error });
    expect(bench.outcome('ing_1', 'leave')).toMatchObject({ status: 'embedded' });
  });

  it('leaves the rest for another attempt when a dependency is away, and ends it on the last', async () => {
    bench.accept('ing_1', { one: 'First.', two: 'Second.' });
    const away = bench.over({ embedder: bench.failing(new Fault('unavailable', 'Away.'), () => true) });
    await expect(bench.ingest('ing_1', away)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(bench.outcome('ing_1', 'one')).toBeNull();
    await bench.ingest('ing_1', away, true);
    expect(bench.outcome('ing_1', 'one')).toEqual({ status: 'failed', error: 'Away.' });
    expect(bench.passages.ingestionStatus(acme, 'ing_1')).toBe('failed');
  });

  it('tells a run of what is done of it, and then whoever is told of all of them', async () => {
    bench.accept('ing_1', { one: 'First.' });
    const heard: string[] = [];
    const ports = bench.portsWith({
      onProgress: async (_key, outcomes) => void heard.push(`all ${outcomes.length}`),
    });
    const command = { tenantId: acme, ingestionId: 'ing_1', isLastAttempt: false };
    await createIngestDocuments(ports)({ ...command, onProgress: () => heard.push('run') }, never);
    expect(heard).toEqual(['run', 'all 1']);
  });

  it('goes on after a crash while vectors are written', async () => {
    bench.accept('ing_1', { one: 'First.', two: 'Second.' });
    const crash = bench.over({
      vectorIndex: { ...bench.passages, upsert: () => Promise.reject(new Fault('unavailable', 'Crash.')) },
    });
    await expect(bench.ingest('ing_1', crash)).rejects.toThrow('Crash.');
    await bench.ingest('ing_1');
    expect((await bench.find('x')).toSorted()).toEqual(['First.', 'Second.']);
  });

  it('publishes nothing for a document that was deleted meanwhile', async () => {
    bench.accept('ing_1', { gone: 'Secret.' });
    const late = {
      ...bench.embedder,
      embed: async (...call: Parameters<Embedder['embed']>) => (
        bench.passages.remove(acme, 'gone'), bench.embedder.embed(...call)
      ),
    };
    await bench.ingest('ing_1', bench.over({ embedder: late }));
    await bench.pay();
    expect(await bench.vectorsOf('gone')).toEqual([]);
    expect(bench.outcome('ing_1', 'gone')?.status).toBe('failed');
  });

  it('stops when it is told to', async () => {
    bench.accept('ing_1', { one: 'First.' });
    await expect(bench.ingest('ing_1', {}, true, AbortSignal.abort(new Error('stop')))).rejects.toThrow(
      'stop',
    );
    expect(bench.outcome('ing_1', 'one')).toBeNull();
  });

  it('strips hidden characters before anything is stored', async () => {
    bench.accept('ing_1', { one: 'Vis\u200Bible <|im_start|> text.' });
    await bench.ingest('ing_1');
    expect(await bench.find('x')).toEqual(['Visible (im_start) text.']);
  });
});

import type { Extraction, SourceFile } from '@ragfleet/document-files';
import type { FilePortion, WaitingFile } from '@ragfleet/document-store';
import { Fault } from '@ragfleet/kernel';
import type { Pace } from '@ragfleet/rag-core';
import { describe, expect, it } from 'vitest';
import { expandUploads } from './expand-uploads.ts';

const place = { tenantId: 'acme', ingestionId: 'ing_1' };
const signal = new AbortController().signal;

const fileNamed = (name: string, fileOrdinal = 0): WaitingFile => ({
  ...place,
  fileOrdinal,
  name,
  mediaType: null,
  pieces: 1,
  namespace: 'default',
  department: null,
  metadata: {},
});

/** A store of waiting files; `stopAfter` portions it loses its database. */
function recordedStore(files: WaitingFile[], stopAfter = Number.POSITIVE_INFINITY) {
  const portions: FilePortion['results'][] = [];
  const closed: [string, string | null][] = [];
  return {
    portions,
    closed,
    waitingFiles: async () => files.filter(({ name }) => !closed.some(([done]) => done === name)),
    readUploadedFile: async function* () {
      yield Buffer.from('bytes');
    },
    expandFile: async ({ name }: WaitingFile, { results, isLast }: FilePortion) => {
      if (portions.length >= stopAfter) throw new Fault('unavailable', 'The database is away.');
      portions.push(results);
      if (isLast) closed.push([name, null]);
      return true;
    },
    closeFile: async ({ name }: WaitingFile, error: string | null) => void closed.push([name, error]),
  };
}

const documentOf = (n: number, content = 'text'): Extraction => ({
  id: `d${n}`,
  title: 'T',
  source: 's',
  content,
});
const extractorOf = (resultsOf: (file: SourceFile) => readonly Extraction[]) => ({
  extract: async function* (file: SourceFile) {
    for (const result of resultsOf(file)) yield result;
  },
});

describe('expanding uploads', () => {
  it('gives each result its place and closes the file behind the last', async () => {
    const store = recordedStore([fileNamed('a.jsonl')]);
    const failure: Extraction = {
      id: 'd1',
      source: 's',
      line: 2,
      error: { reason: 'damaged', message: 'Repair it.' },
    };
    const extractor = extractorOf(() => [documentOf(0), failure]);
    await expandUploads({ store, extractor })(place, signal);
    expect(store.portions).toEqual([
      [
        { ...documentOf(0), position: 0 },
        { position: 1, id: 'd1', error: 'Repair it.' },
      ],
    ]);
    expect(store.closed).toEqual([['a.jsonl', null]]);
  });

  it('fails a file of which the rest cannot be read, whatever of it is there already', async () => {
    const store = recordedStore([fileNamed('a.jsonl')]);
    const error = { reason: 'too-slow', message: 'Split it.' } as const;
    const extractor = extractorOf(() => [documentOf(0), { id: 'a.jsonl', source: 's', error }]);
    await expandUploads({ store, extractor })(place, signal);
    expect(store.portions).toEqual([[{ ...documentOf(0), position: 0 }]]);
    expect(store.closed).toEqual([['a.jsonl', 'Split it.']]);
  });

  it('writes many documents, and long ones, in bounded portions', async () => {
    const store = recordedStore([fileNamed('many.jsonl'), fileNamed('long.jsonl', 1)]);
    const long = 'x'.repeat(1_500_000);
    const extractor = extractorOf(({ name }) =>
      name === 'many.jsonl'
        ? Array.from({ length: 450 }, (_, n) => documentOf(n))
        : [documentOf(0, long), documentOf(1, long), documentOf(2, long)],
    );
    await expandUploads({ store, extractor })(place, signal);
    expect(store.portions.map(({ length }) => length)).toEqual([200, 200, 50, 2, 1]);
    expect(store.portions[2]?.at(-1)).toMatchObject({ id: 'd449', position: 449 });
  });

  it('stores each portion when its turn comes', async () => {
    const store = recordedStore([fileNamed('many.jsonl')]);
    const storedAtTurns: number[] = [];
    const pace: Pick<Pace, 'begin'> = {
      begin: (work) => {
        storedAtTurns.push(store.portions.length);
        return work();
      },
    };
    const extractor = extractorOf(() => Array.from({ length: 450 }, (_, n) => documentOf(n)));
    await expandUploads({ store, extractor, pace })(place, signal);
    expect(storedAtTurns).toEqual([0, 1, 2]);
  });

  it('fails a file that gives nothing at all', async () => {
    const store = recordedStore([fileNamed('a.txt')]);
    await expandUploads({ store, extractor: extractorOf(() => []) })(place, signal);
    expect(store.closed).toEqual([['a.txt', expect.stringContaining('no document')]]);
  });

  it('leaves a file open whose writing broke off, and reads it from its start the next time', async () => {
    const files = [fileNamed('a.jsonl')];
    const extractor = extractorOf(() => Array.from({ length: 300 }, (_, n) => documentOf(n)));
    const broken = recordedStore(files, 1);
    await expect(expandUploads({ store: broken, extractor })(place, signal)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(broken.closed).toEqual([]);
    const store = recordedStore(files);
    await expandUploads({ store, extractor })(place, signal);
    expect(store.portions[0]).toEqual(broken.portions[0]);
  });

  it('stops between files when the run is interrupted', async () => {
    const store = recordedStore([fileNamed('a.txt'), fileNamed('b.txt', 1)]);
    const stopping = new AbortController();
    const extractor = extractorOf(() => {
      stopping.abort(new Fault('canceled', 'Stopping.'));
      return [documentOf(0)];
    });
    await expect(expandUploads({ store, extractor })(place, stopping.signal)).rejects.toThrow('Stopping.');
    expect(store.closed).toEqual([['a.txt', null]]);
  });
});

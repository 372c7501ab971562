import { Fault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSyncFixture, never, passDeadline, type SyncFixture } from './sync-source.fixture.ts';

let fixture: SyncFixture;
beforeEach(() => {
  fixture = createSyncFixture({ 'a.txt': 'alpha', 'b.txt': 'beta' });
});

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}.txt`, `text${n}`]));

describe('a pass over a source', () => {
  it('submits what is new, under the labels of the source, and reads nothing again', async () => {
    expect(await fixture.pass()).toMatchObject({
      outcome: 'completed',
      counts: { listed: 2, new: 2, failed: 0 },
    });
    expect([...fixture.documents.values()][0]).toMatchObject({
      namespace: 'hr',
      department: null,
      metadata: { team: 'people' },
      source: 'a.txt',
    });
    expect(await fixture.pass()).toMatchObject({ counts: { listed: 2, unchanged: 2, new: 0, changed: 0 } });
    expect(fixture.source.reads).toEqual(['a.txt', 'b.txt']);
  });

  it('keeps the id of a document when its text changes', async () => {
    await fixture.pass();
    const before = [...fixture.documents.keys()];
    fixture.source.items.set('a.txt', 'alpha two');
    fixture.source.items.set('c.txt', 'gamma');
    expect(await fixture.pass()).toMatchObject({ counts: { new: 1, changed: 1, unchanged: 1 } });
    expect([...fixture.documents.keys()]).toEqual(expect.arrayContaining(before));
    expect(fixture.texts()).toEqual(['alpha two', 'beta', 'gamma']);
  });

  it('removes what is gone, and what left an item that is still there', async () => {
    fixture.source.items.set('c.jsonl', 'one x\ntwo x\nthree x');
    await fixture.pass();
    fixture.source.items.delete('a.txt');
    fixture.source.items.set('c.jsonl', 'one x\nthree x');
    expect(await fixture.pass()).toMatchObject({ counts: { gone: 1, documentsRemoved: 2 } });
    expect(fixture.texts()).toEqual(['beta', 'one x', 'three x']);
  });

  it('finds changed and gone items also where only reading tells', async () => {
    fixture.source.isBlind = true;
    await fixture.pass();
    fixture.source.items.set('a.txt', 'alpha two').set('b.txt', '~');
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 1, gone: 1, documentsRemoved: 1 } });
    expect(fixture.texts()).toEqual(['alpha two']);
    fixture.source.items.set('b.txt', 'beta again');
    expect(await fixture.pass()).toMatchObject({ counts: { unchanged: 1, new: 1 } });
  });

  it('submits everything again when the labels change', async () => {
    await fixture.pass();
    fixture.rules = { ...fixture.rules, labels: { ...fixture.rules.labels, namespace: 'board' } };
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 2 } });
    expect([...fixture.documents.values()].map(({ namespace }) => namespace)).toEqual(['board', 'board']);
    expect(await fixture.pass()).toMatchObject({ counts: { unchanged: 2 } });
  });

  it('packs documents into bounded ingestions, also those of one item', async () => {
    const lines = Array.from({ length: 250 }, (_, n) => `line${n} text`).join('\n');
    fixture = createSyncFixture({ ...many(30), 'big.jsonl': lines });
    fixture.rules = { ...fixture.rules, maxItemBytes: 100_000 };
    expect(await fixture.pass()).toMatchObject({ counts: { new: 31, documentsSubmitted: 280 } });
    expect(fixture.submissions).toEqual([100, 100, 80]);
    expect(fixture.documents.size).toBe(280);
  });
});

describe('what a pass never does', () => {
  it('removes nothing when the listing breaks off, and says so', async () => {
    await fixture.pass();
    fixture.source.items.set('a.txt', 'alpha two');
    fixture.source.breakListingAfter = 1;
    expect(await fixture.pass()).toMatchObject({
      outcome: 'incomplete',
      reason: 'The listing broke off.',
      counts: { changed: 1, gone: 0 },
    });
    expect(fixture.texts()).toEqual(['alpha two', 'beta']);
  });

  it('removes nothing when more than half of the source is gone, unless it is told to', async () => {
    fixture = createSyncFixture(many(22));
    await fixture.pass();
    for (const key of [...fixture.source.items.keys()].slice(0, 12)) fixture.source.items.delete(key);
    const held = await fixture.pass();
    expect(held).toMatchObject({ outcome: 'deletion-held', counts: { documentsRemoved: 0 } });
    expect(held?.reason).toMatch(/12 of 22 .*allow_mass_delete/);
    expect(fixture.documents.size).toBe(22);
    fixture.rules = { ...fixture.rules, allowMassDelete: true };
    expect(await fixture.pass()).toMatchObject({ outcome: 'completed', counts: { gone: 12 } });
    expect(fixture.documents.size).toBe(10);
  });

  it('removes half of a source, and all of a small one', async () => {
    fixture = createSyncFixture(many(22));
    await fixture.pass();
    for (const key of [...fixture.source.items.keys()].slice(0, 11)) fixture.source.items.delete(key);
    expect(await fixture.pass()).toMatchObject({ outcome: 'completed', counts: { gone: 11 } });
    for (const key of [...fixture.source.items.keys()].slice(0, 1)) fixture.source.items.delete(key);
    await fixture.pass();
    fixture.source.items.clear();
    expect(await fixture.pass()).toMatchObject({ outcome: 'completed', counts: { gone: 10 } });
  });

  it('overlaps with no other pass over its source', async () => {
    const name = { tenantId: 'acme', source: 'handbook' };
    await fixture.catalogue.beginPass(name, 'somebody', 60_000);
    expect(await fixture.pass()).toBeNull();
    expect(await fixture.pass({}, never, 'somebody')).toMatchObject({ outcome: 'completed' });
    expect(await fixture.pass()).toMatchObject({ outcome: 'completed' });
  });

  it('goes on when another one took its source over', async () => {
    const takeOver = {
      submitDocuments: async () => {
        await fixture.catalogue.beginPass({ tenantId: 'acme', source: 'handbook' }, 'job-1', 60_000);
        return 'ing_1';
      },
    };
    await expect(fixture.pass(takeOver)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await fixture.pass()).toMatchObject({ outcome: 'completed', counts: { new: 0, changed: 2 } });
  });
});

describe('an item that fails', () => {
  it('stops nobody else, keeps what it had, and is listed', async () => {
    await fixture.pass();
    fixture.source.items.set('a.txt', '!').set('c.txt', 'gamma');
    expect(await fixture.pass()).toMatchObject({
      outcome: 'completed',
      counts: { new: 1, failed: 1, gone: 0 },
      errors: [{ key: 'a.txt', message: 'It cannot be read.' }],
    });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('is tried again when it is another one, or after its backoff', async () => {
    fixture.source.items.set('a.txt', 'bad1 x');
    expect(await fixture.pass()).toMatchObject({ errors: [{ message: 'The line is damaged.' }] });
    expect(await fixture.pass()).toMatchObject({ counts: { waiting: 1, failed: 0 } });
    fixture.source.items.set('a.txt', 'bad2 x');
    expect(await fixture.pass()).toMatchObject({ counts: { waiting: 0, failed: 1 } });
    fixture.nowMs += 31 * 60_000;
    expect(await fixture.pass()).toMatchObject({ counts: { waiting: 0, failed: 1 } });
    expect(fixture.source.reads.filter((key) => key === 'a.txt')).toHaveLength(3);
  });

  it('is too large, takes too long, or has nothing', async () => {
    fixture.rules = { ...fixture.rules, maxItemBytes: 4, itemTimeoutMs: 20 };
    fixture.source.items.set('b.txt', '~');
    const report = await fixture.pass();
    expect(report?.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/too large/),
      'There is nothing there.',
    ]);
    fixture.source.items.clear();
    fixture.source.items.set('c.txt', 'c');
    fixture.source.read = (_key, _known, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    const slow = await fixture.pass();
    expect(slow?.errors).toEqual([{ key: 'c.txt', message: 'Reading the item took too long.' }]);
  });

  it('is never taken for whole when its content was cut at the deadline', async () => {
    await fixture.pass();
    fixture.source.items.set('a.txt', 'alpha two');
    fixture.rules = { ...fixture.rules, itemTimeoutMs: 20 };
    const cut = {
      async *extract(file: { name: string }, signal: AbortSignal) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield { id: '1', title: file.name, content: 'al', source: file.name };
      },
    };
    expect(await fixture.pass({ extractor: cut })).toMatchObject({ counts: { failed: 1, changed: 0 } });
    expect(fixture.texts()).toEqual(['alpha', 'beta']);
  });

  it('loses no document for a line that is damaged now', async () => {
    fixture.source.items.set('c.jsonl', 'one x\ntwo x\nthree x');
    await fixture.pass();
    fixture.source.items.set('c.jsonl', 'one y\nbadtwo x');
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 1, failed: 1, documentsRemoved: 1 } });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one y', 'two x']);
  });

  it('loses no document while a line does not say which one it is, and what left it later', async () => {
    fixture.source.items.set('c.jsonl', 'one x\ntwo x\nthree x');
    await fixture.pass();
    fixture.source.items.set('c.jsonl', 'one y\n?');
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 1, failed: 1, documentsRemoved: 0 } });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one y', 'three x', 'two x']);
    fixture.source.items.set('c.jsonl', 'one y\nthree y');
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 1, failed: 0, documentsRemoved: 1 } });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one y', 'three y']);
  });

  it('keeps what it had when it was read in part, and is read again', async () => {
    fixture.source.items.set('c.jsonl', 'one x\ntwo x\nthree x');
    await fixture.pass();
    fixture.source.items.set('c.jsonl', 'one y\ncut');
    expect(await fixture.pass()).toMatchObject({
      counts: { changed: 0, failed: 1, documentsRemoved: 0 },
      errors: [{ key: 'c.jsonl', message: 'The reader died.' }],
    });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one y', 'three x', 'two x']);
    fixture.nowMs += 16 * 60_000;
    await fixture.pass();
    expect(fixture.source.reads.filter((key) => key === 'c.jsonl')).toHaveLength(3);
    fixture.source.items.set('c.jsonl', 'one z\nthree z');
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 1, failed: 0, documentsRemoved: 1 } });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one z', 'three z']);
  });

  it('is read again when it goes back to what it was before a reading that broke off', async () => {
    fixture.source.items.set('c.jsonl', 'one x\ntwo x');
    await fixture.pass();
    fixture.source.items.set('c.jsonl', 'one y\ncut');
    await fixture.pass();
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one y', 'two x']);
    fixture.source.items.set('c.jsonl', 'one x\ntwo x');
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 1, unchanged: 2 } });
    expect(fixture.texts()).toEqual(['alpha', 'beta', 'one x', 'two x']);
  });

  it('is submitted again when its documents could not be embedded', async () => {
    await fixture.pass({
      submitDocuments: async () => {
        fixture.catalogue.endIngestion('ing_bad', 'No.');
        return 'ing_bad';
      },
    });
    expect(await fixture.pass()).toMatchObject({ counts: { waiting: 2 } });
    fixture.nowMs += 16 * 60_000;
    expect(await fixture.pass()).toMatchObject({ counts: { changed: 2 } });
  });
});

describe('a pass that stops', () => {
  it.each(['announce', 'recordSubmitted', 'markSeen', 'goneItems', 'forgetGone'] as const)(
    'dies at %s, and the next one leaves nothing behind and nothing out',
    async (step) => {
      fixture.source.items.set('c.jsonl', 'one x\ntwo x');
      await fixture.pass();
      fixture.source.items.delete('a.txt');
      fixture.source.items.set('b.txt', 'beta two').set('c.jsonl', 'two x').set('d.txt', 'delta');
      const dies = () => Promise.reject(new Fault('unavailable', 'Killed.'));
      const dying = { ...fixture.catalogue, [step]: dies, endPass: dies };
      await expect(fixture.pass({ catalogue: dying })).rejects.toThrow('Killed.');
      // A new file that vanishes before anybody could record it.
      fixture.source.items.delete('d.txt');
      expect(await fixture.pass()).toMatchObject({ outcome: 'completed' });
      expect(fixture.texts()).toEqual(['beta two', 'two x']);
    },
  );

  it('hands back what a shutdown interrupts, and keeps no report of it', async () => {
    const stop = new AbortController();
    fixture.source.read = async () => {
      stop.abort(new Error('stopping'));
      throw new Fault('canceled', 'Interrupted.');
    };
    await expect(fixture.pass({}, stop.signal)).rejects.toThrow('stopping');
    expect(fixture.catalogue.reportsOf({ tenantId: 'acme', source: 'handbook' })).toEqual([]);
  });

  it('ends at its own deadline, removes nothing, and what it did stays done', async () => {
    fixture = createSyncFixture(many(120));
    const deadline = passDeadline(fixture.rules);
    const { read } = fixture.source;
    fixture.source.read = async (key, known, signal) => {
      if (key === '90.txt') deadline.abort();
      return read(key, known, signal);
    };
    const report = await fixture.pass();
    expect(report).toMatchObject({ outcome: 'incomplete' });
    expect(report?.reason).toMatch(/took too long/);
    expect(fixture.documents.size).toBe(90);
    fixture.source.read = read;
    passDeadline(fixture.rules);
    expect(await fixture.pass()).toMatchObject({ counts: { unchanged: 90, new: 30 } });
  });
});

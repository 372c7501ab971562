import { accessOf, describeOnPostgres } from '@ragfleet/test-support';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IngestionRecord } from '../contract.ts';
import { openStoreFixture, passageOf, type StoreFixture } from '../store-fixture.ts';

const ID = 'handbook.md';
const HISTORIES = 60;

interface Labels {
  readonly namespace: string;
  readonly department: string | null;
}

type Step =
  | { readonly does: 'upload'; readonly namespace: string }
  | { readonly does: 'publish'; readonly namespace: string }
  | { readonly does: 'relabel'; readonly patch: Partial<Labels> }
  | { readonly does: 'delete' }
  /** The file that waits in this place, counted round. */
  | { readonly does: 'read'; readonly place: number };

const namespace = fc.constantFrom('public', 'board', 'staff');
const department = fc.constantFrom('law', 'tax', null);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('upload' as const), namespace }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('publish' as const), namespace }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('relabel' as const),
      patch: fc.oneof(
        fc.record({ namespace }),
        fc.record({ department }),
        fc.record({ namespace, department }),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('delete' as const) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('read' as const), place: fc.nat(5) }) },
);

/** What a document is when all its files have been read: what was accepted last, with the labels that were given to it since. */
class Oracle {
  #last: Labels | null = null;

  accept(accepted: string): void {
    this.#last = { namespace: accepted, department: null };
  }
  /** Of a document that somebody could read. */
  relabel(patch: Partial<Labels>): void {
    if (this.#last !== null) this.#last = { ...this.#last, ...patch };
  }
  /** Files that wait go with it. */
  delete(): void {
    this.#last = null;
  }
  get labels(): Labels | null {
    return this.#last;
  }
}

describeOnPostgres('labels of a document whose files are read in any order', (postgres) => {
  let fixture: StoreFixture;
  let tenants = 0;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  const upload = async (tenantId: string, into: string): Promise<IngestionRecord> => {
    const place = await fixture.store.beginUpload(tenantId, 1_000_000);
    const files = [{ documentId: ID, name: ID, mediaType: null }];
    return fixture.store.acceptUpload({
      ...place,
      principalId: 'ann',
      callbackUrl: null,
      embedding: 'realtime',
      namespace: into,
      department: null,
      metadata: {},
      files,
    });
  };

  const read = async (record: IngestionRecord): Promise<void> => {
    const [file] = await fixture.store.waitingFiles(record);
    if (file === undefined) throw new Error('A file waits.');
    const document = { position: 0, id: ID, title: ID, source: ID, content: 'uploaded' };
    await fixture.store.expandFile(file, { results: [document], isLast: true });
    await publish(record);
  };

  /** Unless it is unchanged, or deleted since it was accepted. */
  const publish = async (record: IngestionRecord): Promise<void> => {
    const { documents = [] } = (await fixture.store.getIngestion(record.tenantId, record.ingestionId)) ?? {};
    if (documents[0]?.status !== 'pending') return;
    const pending = await fixture.pendingOf(record);
    await fixture.store.publishVersion(pending, [passageOf(pending)], 'embedded');
    await fixture.record(record, ID, { status: 'embedded', passages: 1 });
  };

  /** What the document is in the end, and what it is to be. */
  const play = async (steps: readonly Step[]): Promise<{ is: Labels | null; expected: Labels | null }> => {
    tenants += 1;
    const tenantId = `orders-${tenants}`;
    const waiting: IngestionRecord[] = [];
    const oracle = new Oracle();
    for (const one of steps) {
      if (one.does === 'upload') {
        waiting.push(await upload(tenantId, one.namespace));
        oracle.accept(one.namespace);
      } else if (one.does === 'publish') {
        const document = { id: ID, title: ID, content: 'published', namespace: one.namespace };
        await publish(await fixture.accept(tenantId, [document]));
        oracle.accept(one.namespace);
      } else if (one.does === 'relabel') {
        if ((await fixture.store.relabelDocument(tenantId, ID, one.patch)) !== null)
          oracle.relabel(one.patch);
      } else if (one.does === 'delete') {
        if (await fixture.store.deleteDocument(tenantId, ID)) oracle.delete();
      } else {
        const [file] = waiting.splice(one.place % Math.max(1, waiting.length), 1);
        if (file !== undefined) await read(file);
      }
    }
    for (const file of waiting) await read(file);
    const document = await fixture.store.getDocument(accessOf({ tenantId, readsAll: true }), ID);
    const is = document && { namespace: document.namespace, department: document.department };
    return { is, expected: oracle.labels };
  };

  it('are those of what was accepted last, with what was given since', { timeout: 120_000 }, async () => {
    const history = fc.array(step, { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const { is, expected } = await play(steps);
        expect(is).toEqual(expected);
      }),
      { numRuns: HISTORIES },
    );
  });
});

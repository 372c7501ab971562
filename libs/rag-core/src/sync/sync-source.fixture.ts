import { Fault } from '@ragfleet/kernel';
import { createInMemorySources, type InMemorySources } from '@ragfleet/test-support';
import { vi } from 'vitest';
import type {
  DocumentSource,
  PassReport,
  SourceDocument,
  SourceExtractor,
  SourceItem,
  SourceReading,
} from '../ports/sources.ts';
import type { SourceRules, SyncCommand, SyncPorts } from './sync-ports.ts';
import { createSyncSource } from './sync-source.ts';

export const never = new AbortController().signal;

/** A source that a test changes: text by key. A text `!…` cannot be read; `~` is gone; a listing can break off. */
export interface TestSource extends DocumentSource {
  readonly items: Map<string, string>;
  breakListingAfter: number | null;
  /** Its items say their revision only when they are read, as web pages do. */
  isBlind: boolean;
  readonly reads: string[];
}

function createTestSource(texts: Readonly<Record<string, string>>): TestSource {
  const source: TestSource = {
    items: new Map(Object.entries(texts)),
    breakListingAfter: null,
    isBlind: false,
    reads: [],
    list: async function* () {
      let listed = 0;
      for (const [key, text] of source.items) {
        if (listed === source.breakListingAfter) throw new Fault('unavailable', 'The listing broke off.');
        listed += 1;
        const item: SourceItem = { key, revision: source.isBlind ? null : text, sizeBytes: text.length };
        yield item;
      }
    },
    read: async (key, knownRevision): Promise<SourceReading> => {
      source.reads.push(key);
      const text = source.items.get(key) ?? '~';
      if (text.startsWith('!')) throw new Fault('unavailable', 'It cannot be read.');
      if (text === '~') return { status: 'gone' };
      if (text === knownRevision) return { status: 'unchanged' };
      return { status: 'read', revision: text, mediaType: 'text/plain', content: Buffer.from(text) };
    },
  };
  return source;
}

/** A document for each line; `bad…` is none, `?` does not say which one it was, and at `cut` the reader dies. */
const extractor: SourceExtractor = {
  async *extract({ name, content }) {
    if (!(content instanceof Uint8Array)) throw new Error('The test source gives bytes.');
    const error = { message: 'The line is damaged.' };
    for (const [at, line] of Buffer.from(content).toString().split('\n').entries()) {
      const [id = ''] = line.split(' ');
      if (line === 'cut') {
        yield { id: name, error: { message: 'The reader died.' } };
        return;
      }
      if (line === '?') yield { id: `line-${at}`, line: at + 1, isUnidentified: true, error };
      else if (line.startsWith('bad')) yield { id: id.slice(3), line: at + 1, error };
      else yield { id, title: name, content: line, source: name };
    }
  },
};

export interface SyncFixture {
  readonly source: TestSource;
  readonly catalogue: InMemorySources;
  /** What is searchable: text by document id. */
  readonly documents: Map<string, SourceDocument>;
  readonly submissions: number[];
  readonly ports: SyncPorts;
  nowMs: number;
  rules: SourceRules;
  pass(changes?: Partial<SyncPorts>, signal?: AbortSignal, holder?: string): Promise<PassReport | null>;
  texts(): string[];
}

const RULES: SourceRules = {
  labels: { namespace: 'hr', department: null, metadata: { team: 'people' } },
  maxItemBytes: 1_000,
  itemTimeoutMs: 5_000,
  maxPassMs: 60_000,
  allowMassDelete: false,
};

const timeout = AbortSignal.timeout.bind(AbortSignal);

/** The next pass runs out of time when the test aborts this, however fast the machine is. */
export function passDeadline({ maxPassMs }: SourceRules): AbortController {
  const deadline = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
    ms === maxPassMs ? deadline.signal : timeout(ms),
  );
  return deadline;
}

export function createSyncFixture(texts: Readonly<Record<string, string>>): SyncFixture {
  const clock = { nowMs: () => fixture.nowMs, monotonicMs: () => 0 };
  const catalogue = createInMemorySources(clock);
  const documents = new Map<string, SourceDocument>();
  const submissions: number[] = [];
  const ports: SyncPorts = {
    catalogue,
    extractor,
    submitDocuments: async (_name, given) => {
      submissions.push(given.length);
      for (const document of given) documents.set(document.id, document);
      const ingestionId = `ing_${submissions.length}`;
      catalogue.endIngestion(ingestionId, null);
      return ingestionId;
    },
    removeDocument: async (_name, id) => void documents.delete(id),
    clock,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
  };
  const fixture: SyncFixture = {
    source: createTestSource(texts),
    catalogue,
    documents,
    submissions,
    ports,
    nowMs: 1_000_000,
    rules: RULES,
    pass: (changes = {}, signal = never, holder = 'job-1') => {
      const name = { tenantId: 'acme', source: 'handbook' };
      const command: SyncCommand = { name, source: fixture.source, rules: fixture.rules, holder };
      return createSyncSource({ ...ports, ...changes })(command, signal);
    },
    texts: () => [...documents.values()].map(({ content }) => content).toSorted(),
  };
  return fixture;
}

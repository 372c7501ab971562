import { type Clock, Fault } from '@ragfleet/kernel';
import type {
  PassReport,
  SourceCatalogue,
  SourceName,
  SourcePass,
  StoredSourceItem,
} from '@ragfleet/rag-core';

export interface InMemorySources extends SourceCatalogue {
  /** The ingestion has ended; an error means that its documents could not be embedded. */
  endIngestion(ingestionId: string, error: string | null): void;
  reportsOf(name: SourceName): readonly PassReport[];
}

interface StoredItem {
  readonly key: string;
  seen: number;
  revision: string | null;
  labelsDigest: string;
  documentIds: readonly string[];
  staleIds: readonly string[];
  announcedIds: Set<string>;
  announcedIn: number;
  ingestionIds: readonly string[];
  failures: number;
  failure: StoredSourceItem['failure'];
}

interface StoredSource {
  pass: number;
  holder: string | null;
  leaseUntilMs: number;
  readonly items: Map<string, StoredItem>;
  readonly reports: PassReport[];
}

const RETRY_MS = 900_000;
const MAX_RETRY_MS = 86_400_000;

/** The source catalogue as a test sees it. */
export function createInMemorySources(clock: Clock): InMemorySources {
  const sources = new Map<string, StoredSource>();
  const ended = new Map<string, string | null>();

  const sourceOf = ({ tenantId, source }: SourceName): StoredSource => {
    const id = JSON.stringify([tenantId, source]);
    const found = sources.get(id) ?? {
      pass: 0,
      holder: null,
      leaseUntilMs: 0,
      items: new Map(),
      reports: [],
    };
    sources.set(id, found);
    return found;
  };
  const heldBy = (pass: SourcePass): StoredSource => {
    const source = sourceOf(pass);
    if (source.pass === pass.pass && source.holder !== null) return source;
    throw new Fault('conflict', 'Another pass over this source has taken over.');
  };
  const itemOf = (pass: SourcePass, key: string): StoredItem => {
    const { items } = heldBy(pass);
    const item = items.get(key) ?? newItem(key, pass.pass);
    items.set(key, item);
    return item;
  };
  const fail = (item: StoredItem, revision: string | null): void => {
    const retryAtMs = clock.nowMs() + Math.min(RETRY_MS * 2 ** item.failures, MAX_RETRY_MS);
    item.failures += 1;
    item.failure = { revision, retryAtMs };
  };
  const review = (item: StoredItem): void => {
    if (item.ingestionIds.length === 0 || !item.ingestionIds.every((id) => ended.has(id))) return;
    const isFailed = item.ingestionIds.some((id) => ended.get(id) !== null);
    item.ingestionIds = [];
    if (!isFailed) item.failures = 0;
    else {
      fail(item, item.revision);
      item.revision = null;
    }
  };
  const goneOf = (pass: SourcePass) =>
    [...heldBy(pass).items.values()].map((item) => {
      const isGone = item.seen < pass.pass;
      return { item, isGone, documentIds: [...(isGone ? item.documentIds : []), ...item.staleIds] };
    });

  return {
    endIngestion: (ingestionId, error) => void ended.set(ingestionId, error),
    reportsOf: (name) => sourceOf(name).reports,
    beginPass: async (name, holder, leaseMs) => {
      const source = sourceOf(name);
      const isFree = source.holder === null || source.leaseUntilMs < clock.nowMs();
      if (!isFree && source.holder !== holder) return null;
      source.pass += 1;
      source.holder = holder;
      source.leaseUntilMs = clock.nowMs() + leaseMs;
      return { tenantId: name.tenantId, source: name.source, pass: source.pass };
    },
    renewPass: async (pass, leaseMs) => {
      heldBy(pass).leaseUntilMs = clock.nowMs() + leaseMs;
    },
    endPass: async (pass, report) => {
      const source = sourceOf(pass);
      if (report !== null) source.reports.push(report);
      if (source.pass === pass.pass) source.holder = null;
    },
    reviewIngestions: async (pass) => heldBy(pass).items.forEach(review),
    storedItems: async (pass, keys) => {
      const found = keys.flatMap((key) => sourceOf(pass).items.get(key) ?? []);
      return new Map(found.map((item) => [item.key, storedItem(item)]));
    },
    markSeen: async (pass, keys) => {
      for (const item of heldBy(pass).items.values()) if (keys.includes(item.key)) item.seen = pass.pass;
    },
    announce: async (pass, items) => {
      for (const { key, documentIds } of items) {
        const item = itemOf(pass, key);
        item.revision = null;
        item.documentIds = [...new Set([...item.documentIds, ...documentIds])];
        if (item.announcedIn < pass.pass) item.announcedIds = new Set();
        item.announcedIn = pass.pass;
        for (const id of documentIds) item.announcedIds.add(id);
      }
    },
    recordSubmitted: async (pass, items) => {
      for (const { key, keptDocumentIds, revision, labelsDigest, ingestionIds } of items) {
        const item = itemOf(pass, key);
        const before = [...new Set([...item.documentIds, ...item.staleIds])];
        const kept = keptDocumentIds === 'all' ? item.documentIds : keptDocumentIds;
        const isKept = (id: string): boolean => item.announcedIds.has(id) || kept.includes(id);
        const documentIds = before.filter(isKept);
        const staleIds = before.filter((id) => !isKept(id));
        const submitted = { revision, labelsDigest, ingestionIds, documentIds, staleIds };
        Object.assign(item, { ...submitted, seen: pass.pass, failure: null });
      }
    },
    recordFailed: async (pass, { key, revision }) => {
      const item = itemOf(pass, key);
      item.seen = pass.pass;
      fail(item, revision);
    },
    countGone: async (pass) => {
      const documents = goneOf(pass).map(({ item }) => item.documentIds.length + item.staleIds.length);
      const gone = goneOf(pass).map(({ documentIds }) => documentIds.length);
      return { gone: sum(gone), documents: sum(documents) };
    },
    goneItems: async (pass, afterItemId, limit) =>
      goneOf(pass)
        .filter(({ isGone, documentIds }) => isGone || documentIds.length > 0)
        .map(({ item, isGone, documentIds }) => ({ itemId: item.key, key: item.key, isGone, documentIds }))
        .filter(({ itemId }) => itemId > (afterItemId ?? ''))
        .toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1))
        .slice(0, limit),
    forgetGone: async (pass, itemIds) => {
      const { items } = heldBy(pass);
      for (const id of itemIds) {
        const item = items.get(id);
        if (item === undefined) continue;
        if (item.seen < pass.pass) items.delete(id);
        else item.staleIds = [];
      }
    },
  };
}

const storedItem = ({ documentIds, seen, ...item }: StoredItem): StoredSourceItem => ({
  ...item,
  documents: documentIds.length,
  seenInPass: seen,
});

const newItem = (key: string, seen: number): StoredItem => ({
  key,
  seen,
  revision: null,
  labelsDigest: '',
  documentIds: [],
  staleIds: [],
  announcedIds: new Set(),
  announcedIn: 0,
  ingestionIds: [],
  failures: 0,
  failure: null,
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);

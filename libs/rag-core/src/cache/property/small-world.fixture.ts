import { permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import type { ChangeCounters } from '../../ports/operations.ts';
import type { Passage } from '../../ports/passages.ts';
import { DOCUMENT_TEXTS } from './asked-questions.fixture.ts';
import type { Change, History, Labels, Rights, Tenant } from './operations.fixture.ts';
import { TENANTS } from './operations.fixture.ts';

interface StoredDocument {
  readonly text: number;
  readonly labels: Labels;
  readonly labelVersion: number;
}

/** The documents of a tenant between two changes, by number. */
export type Documents = ReadonlyMap<number, StoredDocument>;

export interface Eviction {
  readonly namespace: string | null;
  readonly tick: number;
  /** The documents as they were then. */
  readonly documents: Documents;
}

interface PendingChange {
  readonly namespaces: readonly string[];
  /** The moment before it. */
  readonly before: number;
}

/** One tenant: every state that its documents had, and the counters as the queue Redis has them. */
export interface TenantWorld {
  readonly moments: Documents[];
  readonly pending: PendingChange[];
  readonly evictions: Eviction[];
  readonly rights: (Rights | null)[];
  counters: ChangeCounters;
}

export interface World {
  readonly tenants: Readonly<Record<Tenant, TenantWorld>>;
  readonly staleSeconds: number;
  nowMs: number;
  /** Grows with everything that happens: what came before what. */
  tick: number;
}

const PEOPLE: readonly Rights[] = [
  { namespaces: ['default'], department: null, readsAll: false },
  { namespaces: ['default'], department: null, readsAll: false },
  { namespaces: ['default'], department: 'legal', readsAll: false },
  { namespaces: ['default', 'hr'], department: null, readsAll: false },
  { namespaces: [], department: null, readsAll: true },
];

export function beginWorld({ documents, staleSeconds }: Pick<History, 'documents' | 'staleSeconds'>): World {
  const begin = (): TenantWorld => ({
    moments: [new Map(documents.map(({ text, labels }, at) => [at, { text, labels, labelVersion: 0 }]))],
    pending: [],
    evictions: [],
    rights: [...PEOPLE],
    counters: { '*epoch': '1' },
  });
  const [acme, globex] = [begin(), begin()];
  return { tenants: { acme, globex }, staleSeconds, nowMs: 1_000_000, tick: 0 };
}

export const documentsNow = ({ moments }: TenantWorld): Documents => moments.at(-1) ?? new Map();

/** The document store first; the counters move with the acknowledgement. */
export function applyChange(world: World, change: Change): void {
  const tenant = world.tenants[change.tenant];
  const now = documentsNow(tenant);
  const before = now.get(change.document);
  const after = changed(before, change);
  if (after === before) return;
  const next = new Map(now);
  if (after === undefined) next.delete(change.document);
  else next.set(change.document, after);
  const namespaces = [before, after].flatMap((one) => (one === undefined ? [] : [one.labels.namespace]));
  tenant.pending.push({ namespaces, before: tenant.moments.length - 1 });
  tenant.moments.push(next);
}

function changed(before: StoredDocument | undefined, change: Change): StoredDocument | undefined {
  if (change.kind === 'drop') return undefined;
  if (change.kind === 'relabel')
    return before && { ...before, labels: change.labels, labelVersion: before.labelVersion + 1 };
  return before === undefined
    ? { text: change.text, labels: { namespace: 'default', department: null }, labelVersion: 0 }
    : { ...before, text: change.text };
}

export function acknowledgeChanges(world: World): void {
  for (const name of TENANTS) {
    const tenant = world.tenants[name];
    for (const { namespaces } of tenant.pending.splice(0))
      for (const namespace of namespaces) advanceCounter(tenant, namespace);
  }
}

export function evict(world: World, name: Tenant, namespace: string | null): void {
  const tenant = world.tenants[name];
  advanceCounter(tenant, namespace === null ? '*evict' : `*evict:${namespace}`);
  tenant.evictions.push({ namespace, tick: world.tick, documents: documentsNow(tenant) });
}

function advanceCounter(tenant: TenantWorld, counter: string): void {
  tenant.counters = { ...tenant.counters, [counter]: `${Number(tenant.counters[counter] ?? 0) + 1}` };
}

/** The counters begin anew, under another epoch. */
export function emptyQueueRedis(world: World, name: Tenant): void {
  const tenant = world.tenants[name];
  tenant.counters = { '*epoch': `${Number(tenant.counters['*epoch'] ?? 0) + 1}` };
}

export function principalOf(world: World, name: Tenant, user: number): TenantPrincipal {
  const rights = world.tenants[name].rights[user] ?? null;
  return {
    kind: 'tenant',
    tenantId: name,
    principalId: `user-${user}`,
    keyId: `key-${user}`,
    role: 'user',
    permissions: rights === null ? new Set() : permissionsOf(rights.readsAll ? 'analyst' : 'user'),
    namespaces: rights?.namespaces ?? [],
    department: rights?.department ?? null,
    lanes: ['high', 'normal', 'low'],
  };
}

/**
 * The passage of a document. Its id is the same in both tenants, so that nothing but the access filter tells them apart;
 * even documents keep it when their words change, so that nothing but the content hash does.
 */
export function passageOf(document: number, { text, labels, labelVersion }: StoredDocument): Passage {
  const words = DOCUMENT_TEXTS[text] ?? '';
  const passageId = document % 2 === 0 ? `d${document}` : `d${document}-${text}`;
  return {
    passageId,
    documentId: `doc-${document}`,
    ...labels,
    title: passageId,
    source: `https://intranet/${labelVersion}`,
    headings: [],
    ordinal: 0,
    text: words,
    contentHash: hashOfWords(words),
  };
}

export const hashOfWords = (words: string): string => `hash of ${words}`;

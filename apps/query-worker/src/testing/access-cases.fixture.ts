import type { ApiKeys, NewApiKey, Revocations } from '@ragfleet/identity';
import type { TenantPrincipal } from '@ragfleet/kernel';
import type { DocumentPatch } from '@ragfleet/rag-core';

export interface Asker {
  readonly who: TenantPrincipal;
  /** Changes what the key may do, as an admin does who makes it anew. */
  readonly update: (facts: Partial<NewApiKey>) => Promise<unknown>;
}

/** What a case may change: its asker, and the document that is asked about. */
export interface AccessStage extends Asker {
  readonly keys: Pick<ApiKeys, 'revoke' | 'rotate'>;
  readonly revocations: Pick<Revocations, 'revokeSubject'>;
  readonly relabel: (patch: DocumentPatch) => Promise<unknown>;
  readonly removeDocument: () => Promise<unknown>;
}

export interface AccessCase {
  readonly name: string;
  /** Who asks: with a key, or with the claims of a token. */
  readonly asker: { readonly key: Partial<NewApiKey> } | { readonly token: object };
  readonly labels?: { readonly namespace?: string; readonly department?: string };
  readonly namespaces?: string[];
  /** Between the question and its answer. */
  readonly change?: (stage: AccessStage) => Promise<unknown>;
  readonly expected: 'cited' | 'not cited' | 'forbidden';
}
const reader = { key: { namespaces: ['team'] } };
const relabel = (patch: DocumentPatch) => (stage: AccessStage) => stage.relabel(patch);

export const ACCESS_CASES: readonly AccessCase[] = [
  { name: 'nothing changes', asker: reader, expected: 'cited' },
  {
    name: 'the key is revoked',
    asker: reader,
    change: ({ keys, who }) => keys.revoke('acme', who.keyId),
    expected: 'forbidden',
  },
  {
    name: 'the key expires',
    asker: reader,
    change: ({ update }) => update({ expiresAtMs: Date.now() - 1 }),
    expected: 'forbidden',
  },
  {
    name: 'the key gets a new secret',
    asker: reader,
    change: ({ keys, who }) => keys.rotate('acme', who.keyId, { overlapMs: 0 }),
    expected: 'cited',
  },
  {
    name: 'the key loses its namespace',
    asker: reader,
    change: ({ update }) => update({ namespaces: [] }),
    expected: 'not cited',
  },
  {
    name: 'the key gets the namespace',
    asker: { key: {} },
    change: ({ update }) => update({ namespaces: ['team'] }),
    expected: 'cited',
  },
  {
    name: 'an analyst becomes a user',
    asker: { key: { role: 'analyst' } },
    change: ({ update }) => update({ role: 'user' }),
    expected: 'not cited',
  },
  {
    name: 'an admin’s key is narrowed',
    asker: { key: { role: 'admin' } },
    change: ({ update }) => update({ scopes: ['search_restricted'] }),
    expected: 'not cited',
  },
  {
    name: 'somebody leaves the department',
    asker: { key: { department: 'law' } },
    labels: { department: 'law' },
    change: ({ update }) => update({ department: null }),
    expected: 'not cited',
  },
  {
    name: 'the department reads it',
    asker: { key: { department: 'law' } },
    labels: { department: 'law' },
    expected: 'cited',
  },
  {
    name: 'another department does not',
    asker: { key: { department: 'sales' } },
    labels: { department: 'law' },
    expected: 'not cited',
  },
  {
    name: 'the document changes its department',
    asker: { key: { department: 'law' } },
    labels: { department: 'law' },
    change: relabel({ department: 'sales' }),
    expected: 'not cited',
  },
  {
    name: 'the document is deleted',
    asker: reader,
    change: ({ removeDocument }) => removeDocument(),
    expected: 'not cited',
  },
  {
    name: 'the document moves to another namespace',
    asker: reader,
    change: relabel({ namespace: 'board' }),
    expected: 'not cited',
  },
  {
    name: 'the document becomes public',
    asker: { key: {} },
    change: relabel({ namespace: 'public' }),
    expected: 'cited',
  },
  {
    name: 'a namespace is asked for that the key does not read',
    asker: { key: {} },
    namespaces: ['team'],
    expected: 'not cited',
  },
  {
    name: 'another tenant’s admin asks',
    asker: { key: { tenantId: 'globex', role: 'admin' } },
    expected: 'not cited',
  },
  {
    name: 'a token of the namespace asks',
    asker: { token: { sub: 'tom', groups: ['staff'], ns: ['team'] } },
    expected: 'cited',
  },
  {
    name: 'a token’s person is revoked',
    asker: { token: { sub: 'rex', groups: ['staff'], ns: ['team'] } },
    change: ({ revocations, who }) => revocations.revokeSubject('acme', who.principalId),
    expected: 'forbidden',
  },
  {
    name: 'a token’s role is less now',
    asker: { token: { sub: 'lea', groups: ['leads'], ns: [] } },
    expected: 'not cited',
  },
];

// One for each case, and no word of one in another.
const PROJECTS =
  'Amber Birch Cedar Delta Ember Falcon Garnet Heron Indigo Jasper Kestrel Larch Maple Nickel Onyx Poplar Quartz Raven Sable Tulip'.split(
    ' ',
  );

export function projectOf(index: number): string {
  const name = PROJECTS[index];
  if (name === undefined) throw new Error('Name one more project.');
  return name;
}

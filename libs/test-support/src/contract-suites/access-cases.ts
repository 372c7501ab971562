import type { AccessSet } from '@ragfleet/kernel';
import type { SearchScope } from '@ragfleet/rag-core';

export const TENANT = 'acme';

/** An access set that reads the tenant's public documents alone, and what the test adds. */
export const accessOf = (access: Partial<AccessSet> = {}): AccessSet => ({
  tenantId: TENANT,
  readsAll: false,
  namespaces: [],
  department: null,
  ...access,
});

export const scopeOf = (
  access: Partial<AccessSet> = {},
  namespaces: readonly string[] | null = null,
): SearchScope => ({
  access: accessOf(access),
  namespaces,
});

/** One document for each way to be readable. The other tenant's carry the same ids. */
export const LABELED_DOCUMENTS = [
  { tenantId: TENANT, documentId: 'open', namespace: 'public', department: null },
  { tenantId: TENANT, documentId: 'hr-own', namespace: 'hr', department: null },
  { tenantId: TENANT, documentId: 'law-sales', namespace: 'law', department: 'sales' },
  { tenantId: TENANT, documentId: 'plain', namespace: 'default', department: null },
  { tenantId: 'globex', documentId: 'open', namespace: 'public', department: null },
  { tenantId: 'globex', documentId: 'hr-own', namespace: 'hr', department: 'sales' },
] as const;

/** What each caller may read of them; every search and every read has to agree. */
export const ACCESS_CASES: readonly {
  readonly claim: string;
  readonly scope: SearchScope;
  readonly readable: readonly string[];
}[] = [
  { claim: 'everyone of the tenant reads public documents', scope: scopeOf(), readable: ['open'] },
  {
    claim: 'a namespace lets its members in',
    scope: scopeOf({ namespaces: ['hr'] }),
    readable: ['hr-own', 'open'],
  },
  {
    claim: 'a department lets its people in',
    scope: scopeOf({ department: 'sales' }),
    readable: ['law-sales', 'open'],
  },
  {
    claim: 'nobody without a department matches documents without one',
    scope: scopeOf({ namespaces: ['none'] }),
    readable: ['open'],
  },
  {
    claim: 'search_all reads the whole tenant, and no other',
    scope: scopeOf({ readsAll: true }),
    readable: ['hr-own', 'law-sales', 'open', 'plain'],
  },
  {
    claim: 'a narrower question asks less',
    scope: scopeOf({ namespaces: ['hr', 'default'] }, ['hr']),
    readable: ['hr-own'],
  },
  {
    claim: 'narrowing never widens',
    scope: scopeOf({ namespaces: ['hr'] }, ['law', 'hr']),
    readable: ['hr-own'],
  },
  {
    claim: 'narrowing holds for search_all too',
    scope: scopeOf({ readsAll: true }, ['law']),
    readable: ['law-sales'],
  },
  { claim: 'no namespaces asked for means nothing', scope: scopeOf({ readsAll: true }, []), readable: [] },
  {
    claim: 'another tenant with the same labels reads its own alone',
    scope: scopeOf({ tenantId: 'globex', namespaces: ['hr'] }),
    readable: ['hr-own', 'open'],
  },
  {
    claim: 'an unknown tenant reads nothing',
    scope: scopeOf({ tenantId: 'nobody', readsAll: true }),
    readable: [],
  },
];

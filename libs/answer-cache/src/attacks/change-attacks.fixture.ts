import { cacheKeys } from '@ragfleet/contracts';
import type { AttackBench } from './attack-bench.fixture.ts';
import { passage, type StoredPassage } from './attack-documents.fixture.ts';
import { type CacheAttack, missed } from './cache-attack.fixture.ts';

const inForce = (bench: AttackBench, ...namespaces: readonly string[]): object => {
  bench.advance(bench.tenant, ...namespaces);
  return {};
};

/** Changes a document; nobody has told the cache. */
function changed(bench: AttackBench, id: string, changes: Partial<StoredPassage>): void {
  const at = bench.documents.findIndex(
    ({ tenantId, documentId }) => tenantId === bench.tenant && documentId === `doc-${id}`,
  );
  const before = bench.documents[at];
  if (before !== undefined) bench.documents[at] = { ...before, ...changes };
}

const dropped = (bench: AttackBench, id: string): void => {
  const at = bench.documents.findIndex(
    ({ tenantId, documentId }) => tenantId === bench.tenant && documentId === `doc-${id}`,
  );
  bench.documents.splice(at, 1);
};

const LEGAL = { principal: { namespaces: [], department: 'legal' } };
const ANALYST = { principal: { role: 'analyst', namespaces: [] } } as const;

/** Documents or rights change after the answer was kept. */
export const CHANGE_ATTACKS: readonly CacheAttack[] = [
  missed('a document has other words', (bench) => {
    changed(bench, 'leave', { text: 'Everyone has 30 days of leave.', contentHash: 'f'.repeat(64) });
    return inForce(bench, 'default');
  }),
  missed('a document has other words under other ids', (bench) => {
    dropped(bench, 'leave');
    bench.documents.push(passage(bench.tenant, 'leave-2', { text: 'Everyone has 30 days of leave.' }));
    return inForce(bench, 'default');
  }),
  missed('a document is gone and its eviction was lost', (bench) => {
    dropped(bench, 'leave');
    return inForce(bench, 'default');
  }),
  missed('every document is gone', (bench) => {
    bench.documents.splice(0, Infinity, passage(bench.tenant, 'other', { text: 'We have days.' }));
    return inForce(bench, 'default', 'hr');
  }),
  missed('a document that was not cited is gone', (bench) => {
    dropped(bench, 'portal');
    return inForce(bench, 'default');
  }),
  missed('a document has moved out of sight', (bench) => {
    changed(bench, 'leave', { namespace: 'hr' });
    return inForce(bench, 'default', 'hr');
  }),
  missed(
    'a document has left the department',
    (bench) => {
      changed(bench, 'board', { department: null });
      const text = 'How many days we have.';
      bench.documents.push(passage(bench.tenant, 'law', { namespace: 'law', department: 'legal', text }));
      return { ...LEGAL, ...inForce(bench, 'hr', 'law') };
    },
    LEGAL,
  ),
  missed('a better document has come', (bench) => {
    bench.documents.push(passage(bench.tenant, 'new', { text: 'How many days of leave do we have: 31.' }));
    return inForce(bench, 'default');
  }),
  missed('a better document has come to the public namespace', (bench) => {
    const text = 'How many days of leave do we have: 31.';
    bench.documents.push(passage(bench.tenant, 'new', { namespace: 'public', text }));
    return inForce(bench, 'public');
  }),
  missed('everything was evicted', (bench) => inForce(bench, '*evict')),
  missed('a namespace that it cites was evicted', (bench) => inForce(bench, '*evict:default')),
  missed('its document has come to a namespace that was evicted', (bench) => {
    changed(bench, 'leave', { namespace: 'public' });
    return inForce(bench, 'default', 'public', '*evict:public');
  }),
  missed('the queue Redis has lost its counters', (bench) => inForce(bench, '*epoch')),
  missed('documents changed while it was written', async (bench) => {
    const question = { text: 'How many days of leave does the team have in 2031?' };
    const meanwhile = async (): Promise<void> => {
      changed(bench, 'leave', { text: 'Everyone has 30 days of leave.', contentHash: 'd'.repeat(64) });
      bench.advance(bench.tenant, 'default');
    };
    await bench.ask({ question, meanwhile });
    return { question };
  }),
  missed('everything was evicted while it was written', async (bench) => {
    const question = { text: 'How many days of leave does the team have in 2031?' };
    await bench.ask({ question, meanwhile: async () => bench.advance(bench.tenant, '*evict') });
    return { question };
  }),
  missed('a namespace was taken from who asked', () => ({ principal: { namespaces: ['default'] } }), {
    principal: { namespaces: ['default', 'hr'] },
  }),
  missed(
    'a department was taken from who asked',
    (bench) => {
      bench.documents.push(passage(bench.tenant, 'p', { namespace: 'public', text: 'We have days.' }));
      return { principal: { namespaces: [], department: null } };
    },
    LEGAL,
  ),
  missed(
    'the right to read everything was taken from who asked',
    () => ({ principal: { namespaces: ['hr'] } }),
    ANALYST,
  ),
  {
    name: 'nothing has changed for who asks',
    prepare: (bench) => {
      bench.documents.push(passage(bench.tenant, 'new', { namespace: 'hr' }));
      return inForce(bench, 'hr');
    },
    expected: 'own',
  },
  {
    name: 'a document has moved within sight',
    prepare: (bench) => {
      changed(bench, 'leave', { namespace: 'public' });
      return inForce(bench, 'default', 'public');
    },
    expected: 'own',
  },
  missed('its value is no longer there', async ({ redis, tenant }, { entry }) => {
    await redis.del(cacheKeys.answer(tenant, entry?.entryId ?? ''));
    return { cache: () => ({ semantic: null }) };
  }),
];

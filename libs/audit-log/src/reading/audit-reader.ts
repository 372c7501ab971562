import { Fault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import type { Anchors } from '../anchors.ts';
import type { AuditPeople } from '../people/contract.ts';
import type { AuditQuery, AuditRecord, AuditStore } from './contract.ts';
import { type AuditVerification, verifyChains } from './verify-chains.ts';

export interface AuditListQuery extends Omit<AuditQuery, 'userIds'> {
  readonly userId?: string;
}

/** The audit log as admins and operators read it. */
export interface AuditReader {
  /** `machine` when other machines keep lines of their own. */
  readonly covers: AuditStore['covers'];
  /** One tenant's events, newest first, with the people behind them. Faults: unavailable. */
  list(
    query: AuditListQuery,
    signal: AbortSignal,
  ): Promise<{ readonly records: AuditRecord[]; readonly hasMore: boolean }>;
  /** Walks every chain; counts and names a tenant's events alone, or all for null. Faults: rate-limited while another walk of this process is under way. */
  verify(tenantId: string | null, signal: AbortSignal): Promise<AuditVerification>;
}

const VERIFY_AGAIN_MS = 10_000;
const ERASED_CHARACTERS = 8;

export function createAuditReader(options: {
  readonly store: AuditStore;
  readonly sealer: Sealer;
  readonly people: Pick<AuditPeople, 'namesOf' | 'pseudonymsOf'>;
  readonly anchors?: Anchors;
}): AuditReader {
  const { store, people } = options;
  let isVerifying = false;
  return {
    covers: store.covers,
    list: async ({ userId, limit, ...query }, signal) => {
      const { tenantId } = query;
      const userIds = userId === undefined ? undefined : await people.pseudonymsOf(tenantId, userId);
      if (userIds?.length === 0) return { records: [], hasMore: false };
      const wanted = { ...query, limit: limit + 1, ...(userIds !== undefined && { userIds }) };
      const found = await store.read(wanted, signal);
      const records = found.slice(0, limit);
      const names = await people.namesOf(tenantId, [...new Set(records.flatMap(pseudonymsIn))]);
      return { records: records.map((record) => named(record, names)), hasMore: found.length > limit };
    },
    verify: async (tenantId, signal) => {
      if (isVerifying)
        throw new Fault('rate-limited', 'The audit log is being verified already. Ask again in a moment.', {
          retryAfterMs: VERIFY_AGAIN_MS,
        });
      isVerifying = true;
      try {
        return await verifyChains({ ...options, tenantId, signal });
      } finally {
        isVerifying = false;
      }
    },
  };
}

const subjectOf = ({ metadata }: AuditRecord): string | null =>
  typeof metadata['subject'] === 'string' ? metadata['subject'] : null;

function pseudonymsIn(record: AuditRecord): string[] {
  const subject = subjectOf(record);
  return [record.user_id, ...(subject === null ? [] : [subject])];
}

function named(record: AuditRecord, names: ReadonlyMap<string, string>): AuditRecord {
  const nameOf = (pseudonym: string): string =>
    names.get(pseudonym) ?? `erased:${pseudonym.slice(0, ERASED_CHARACTERS)}`;
  const subject = subjectOf(record);
  const metadata = subject === null ? record.metadata : { ...record.metadata, subject: nameOf(subject) };
  return { ...record, user_id: nameOf(record.user_id), metadata };
}

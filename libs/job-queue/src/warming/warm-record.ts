import { Fault } from '@ragfleet/kernel';
import type { WarmGroup } from '@ragfleet/rag-core';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { WarmRecord } from './contract.ts';

export const WARM_PURPOSE = 'warm';

const orNull = z.coerce.number().nullable().default(null);
const report = z.object({
  questions: z.number(),
  refreshed: z.number(),
  skipped: z.number(),
  failed: z.number(),
  spentUsd: z.number(),
  budgetUsd: z.number(),
  stopped: z.enum(['budget', 'deadline']).nullable(),
});
/** A record as Redis holds it. `groups` is sealed, and missing where people's questions are taken. */
const storedWarming = z.object({
  trigger: z.enum(['schedule', 'request', 'refresh']),
  state: z.enum(['queued', 'running', 'finished', 'failed']),
  created: z.coerce.number(),
  started: orNull,
  finished: orNull,
  topN: orNull,
  groups: z.string().optional(),
  report: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(report)
    .nullable()
    .default(null),
});

/** What a warming was asked to do, opened. */
export interface WarmOrder {
  readonly record: WarmRecord;
  readonly groups: readonly WarmGroup[] | null;
  readonly topN: number | null;
}

// The seal proves that nobody but the fleet wrote it, so the shape is trusted and only "an array" is checked.
const groupsJson = z.custom<readonly WarmGroup[]>(Array.isArray);

export const sealGroups = (sealer: Sealer, tenantId: string, groups: readonly WarmGroup[]): string =>
  sealer.seal(tenantId, WARM_PURPOSE, JSON.stringify(groups));

/** null when there is none. Fault `corrupt` when it cannot be read. */
export function openWarming(
  sealer: Sealer,
  { tenantId, warmId }: Pick<WarmRecord, 'tenantId' | 'warmId'>,
  fields: Readonly<Record<string, string>>,
): WarmOrder | null {
  if (Object.keys(fields).length === 0) return null;
  const parsed = storedWarming.safeParse(fields);
  if (!parsed.success) throw new Fault('corrupt', 'A stored warming is incomplete.', { cause: parsed.error });
  const { trigger, state, created, started, finished, topN, groups, report: done } = parsed.data;
  const opened =
    groups === undefined ? null : groupsJson.parse(JSON.parse(sealer.open(tenantId, WARM_PURPOSE, groups)));
  return {
    record: {
      tenantId,
      warmId,
      trigger,
      status: state,
      createdAtMs: created,
      startedAtMs: started,
      finishedAtMs: finished,
      report: done,
    },
    groups: opened,
    topN,
  };
}

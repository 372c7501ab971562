import fc from 'fast-check';
import type { History, SubmitOperation, TerminalRead, WebhookArrival } from './contract.ts';

export const TENANTS = ['tenant-1', 'tenant-2', 'tenant-3'] as const;
const DEADLINE_MS = 60_000;
const STATUSES = ['succeeded', 'failed', 'canceled', 'expired'];

/** The life of one query, in numbers. */
interface QueryPlan {
  readonly tenant: number;
  readonly hasCallback: boolean;
  /** Submissions of it without a known outcome; one of them may be the one that made it. */
  readonly unknownBefore: number;
  readonly isMadeByUnknown: boolean;
  readonly replays: number;
  readonly reads: number;
  readonly isAnnounced: boolean;
  readonly failedAttempts: number;
  readonly isGivenUp: boolean;
  readonly status: number;
  readonly endsAfterMs: number;
}

interface HistoryPlan {
  readonly queries: readonly QueryPlan[];
  /** Keys that were only ever answered with an unknown outcome. */
  readonly unknowns: readonly { readonly tenant: number; readonly isTaken: boolean }[];
  readonly refused: readonly number[];
  /** True where a killed process also complained. */
  readonly killed: readonly boolean[];
}

const someQuery = fc.record<QueryPlan>({
  tenant: fc.nat(2),
  hasCallback: fc.boolean(),
  unknownBefore: fc.nat(2),
  isMadeByUnknown: fc.boolean(),
  replays: fc.nat(2),
  reads: fc.integer({ min: 1, max: 4 }),
  isAnnounced: fc.boolean(),
  failedAttempts: fc.nat(2),
  isGivenUp: fc.boolean(),
  status: fc.nat(3),
  endsAfterMs: fc.nat(DEADLINE_MS + 10_000),
});

/** One whose webhook was delivered at the second attempt: what every defect needs to be planted in. */
const fullQuery = someQuery.map(
  (plan): QueryPlan => ({ ...plan, hasCallback: true, failedAttempts: 1, isGivenUp: false }),
);

const plans = fc.record<HistoryPlan>({
  queries: fc
    .tuple(fullQuery, fullQuery, fc.array(someQuery, { maxLength: 8 }))
    .map(([one, other, rest]) => [one, other, ...rest]),
  unknowns: fc.array(fc.record({ tenant: fc.nat(2), isTaken: fc.boolean() }), { maxLength: 4 }),
  refused: fc.array(fc.constantFrom(400, 422, 429), { maxLength: 3 }),
  killed: fc.array(fc.boolean(), { maxLength: 3 }),
});

/** Histories that keep every law. */
export const correctHistories: fc.Arbitrary<History> = plans.map(buildHistory);

function buildHistory({ queries, unknowns, refused, killed }: HistoryPlan): History {
  const taken = unknowns.map(({ tenant }, index) => ({
    tenantId: tenantAt(tenant),
    queryId: `unnamed-${index}`,
  }));
  const listed = [
    ...queries.map(({ tenant }, index) => ({ tenantId: tenantAt(tenant), queryId: `query-${index}` })),
    ...taken.filter((_, index) => unknowns[index]?.isTaken === true),
  ];
  return {
    operations: [
      ...queries.flatMap(operationsOf),
      ...taken.map(({ tenantId }, index) =>
        operation({ tenantId, idempotencyKey: `unknown-${index}` }, unknown),
      ),
      ...refused.map((status, index) =>
        operation({ idempotencyKey: `refused-${index}` }, { type: 'refused', status }),
      ),
    ],
    reads: [
      ...queries.flatMap(readsOf),
      ...listed.slice(queries.length).map((query) => ({ ...query, ...END_OF_UNNAMED })),
    ],
    settles: queries.flatMap((plan, index) =>
      plan.isAnnounced ? [{ queryId: `query-${index}`, atMs: endOf(plan, index) }] : [],
    ),
    arrivals: queries.flatMap(arrivalsOf),
    deadLetters: queries.flatMap(({ hasCallback, isGivenUp, tenant }, index) =>
      hasCallback && isGivenUp
        ? [{ ...nameOf(tenant, index), webhookId: `webhook-${index}`, reason: 'exhausted' }]
        : [],
    ),
    foreignBytes: [],
    audits: [{ file: 'audit.jsonl', isValid: true, detail: 'whole' }],
    processes: killed.flatMap((hasComplained, index) => [
      { name: `worker-${index}`, kind: 'killed-by-harness' as const, detail: 'SIGKILL' },
      ...(hasComplained ? [{ name: `worker-${index}`, kind: 'exit-code' as const, detail: '137' }] : []),
    ]),
    listedQueryIds: Object.fromEntries(
      TENANTS.map((tenantId) => [
        tenantId,
        listed.filter((query) => query.tenantId === tenantId).map(({ queryId }) => queryId),
      ]),
    ),
    quiescedAtMs: 10_000_000,
  };
}

const unknown: SubmitOperation['outcome'] = { type: 'unknown', reason: 'cut' };
const END_OF_UNNAMED = { status: 'succeeded', resultDigest: 'result', readAtMs: 9_000_000 };

const tenantAt = (tenant: number): string => TENANTS[tenant] ?? TENANTS[0];
const nameOf = (tenant: number, index: number) => ({ tenantId: tenantAt(tenant), queryId: `query-${index}` });
const startOf = (index: number): number => index * 1_000;
const endOf = ({ endsAfterMs }: QueryPlan, index: number): number => startOf(index) + endsAfterMs;

function operation(
  known: Partial<SubmitOperation> & Pick<SubmitOperation, 'idempotencyKey'>,
  outcome: SubmitOperation['outcome'],
): SubmitOperation {
  const invokedAtMs = known.invokedAtMs ?? 0;
  return {
    tenantId: TENANTS[0],
    bodyDigest: `body of ${known.idempotencyKey}`,
    hasCallback: false,
    deadlineAtMs: invokedAtMs + DEADLINE_MS,
    invokedAtMs,
    endedAtMs: invokedAtMs + 20,
    ...known,
    outcome,
  };
}

function operationsOf(plan: QueryPlan, index: number): SubmitOperation[] {
  const { tenantId, queryId } = nameOf(plan.tenant, index);
  const { hasCallback } = plan;
  const isMadeBefore = plan.unknownBefore > 0 && plan.isMadeByUnknown;
  const outcomes: SubmitOperation['outcome'][] = [
    ...Array.from({ length: plan.unknownBefore }, () => unknown),
    { type: 'ok', queryId, isReplay: isMadeBefore },
    ...Array.from({ length: plan.replays }, () => ({ type: 'ok' as const, queryId, isReplay: true })),
  ];
  return outcomes.map((outcome, attempt) => {
    const invokedAtMs = startOf(index) + attempt * 100;
    return operation({ tenantId, idempotencyKey: `key-${index}`, hasCallback, invokedAtMs }, outcome);
  });
}

function readsOf(plan: QueryPlan, index: number): TerminalRead[] {
  return Array.from({ length: plan.reads }, (_, count) => ({
    ...nameOf(plan.tenant, index),
    status: STATUSES[plan.status] ?? '',
    resultDigest: `result-${index}`,
    readAtMs: endOf(plan, index) + count * 30_000,
  }));
}

function arrivalsOf(plan: QueryPlan, index: number): WebhookArrival[] {
  if (!plan.hasCallback) return [];
  const answers = [
    ...Array.from({ length: plan.failedAttempts }, () => 500),
    ...(plan.isGivenUp ? [] : [204]),
  ];
  return answers.map((answeredStatus, attempt) => ({
    ...nameOf(plan.tenant, index),
    webhookId: `webhook-${index}`,
    event: `query.${STATUSES[plan.status]}`,
    bodyDigest: `webhook body ${index}`,
    atMs: endOf(plan, index) + attempt * 5_000,
    isSignatureValid: true,
    answeredStatus,
  }));
}

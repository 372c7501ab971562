import type {
  History,
  LawName,
  ProcessFinding,
  SubmitOperation,
  TerminalRead,
  WebhookArrival,
} from './contract.ts';
import { TENANTS } from './correct-history.fixture.ts';

/** One thing that is wrong with an otherwise correct history, and the law that it breaks, no other. */
export interface Defect {
  readonly name: string;
  readonly law: LawName;
  plant(history: History, queryId: string): History;
}

const isOf =
  (queryId: string) =>
  (item: { readonly queryId: string }): boolean =>
    item.queryId === queryId;

function some<Item>(items: readonly Item[], isWanted: (item: Item) => boolean): Item {
  const found = items.find(isWanted);
  if (found === undefined) throw new Error('The history has nothing to plant the defect in.');
  return found;
}

const operationOf = (history: History, queryId: string): SubmitOperation =>
  some(history.operations, ({ outcome }) => outcome.type === 'ok' && outcome.queryId === queryId);
const readOf = ({ reads }: History, queryId: string): TerminalRead => some(reads, isOf(queryId));
const deliveryOf = ({ arrivals }: History, queryId: string): WebhookArrival =>
  some(arrivals, (arrival) => isOf(queryId)(arrival) && arrival.answeredStatus === 204);
const anotherTenant = (tenantId: string): string => some(TENANTS, (other) => other !== tenantId);

const without = (history: History, queryId: string): History => ({
  ...history,
  reads: history.reads.filter((read) => !isOf(queryId)(read)),
  settles: history.settles.filter((settle) => !isOf(queryId)(settle)),
  arrivals: history.arrivals.filter((arrival) => !isOf(queryId)(arrival)),
  deadLetters: history.deadLetters.filter((letter) => !isOf(queryId)(letter)),
});
const withOperation = (history: History, operation: SubmitOperation): History => ({
  ...history,
  operations: [...history.operations, operation],
});
const withRead = (history: History, queryId: string, changed: Partial<TerminalRead>): History => ({
  ...history,
  reads: [...history.reads, { ...readOf(history, queryId), ...changed }],
});
const withArrival = (history: History, queryId: string, changed: Partial<WebhookArrival>): History => ({
  ...history,
  arrivals: [...history.arrivals, { ...deliveryOf(history, queryId), ...changed }],
});
const withEachArrival = (history: History, queryId: string, changed: Partial<WebhookArrival>): History => ({
  ...history,
  arrivals: history.arrivals.map((arrival) =>
    isOf(queryId)(arrival) ? { ...arrival, ...changed } : arrival,
  ),
});
const withProcess = (history: History, kind: ProcessFinding['kind']): History => ({
  ...history,
  processes: [...history.processes, { name: 'another-worker', kind, detail: 'seen' }],
});

/** Ends and all signs of them one millisecond after the last moment. */
function late(history: History, queryId: string): History {
  const operations = history.operations.filter(
    ({ idempotencyKey }) => idempotencyKey === operationOf(history, queryId).idempotencyKey,
  );
  const atMs = Math.max(...operations.map(({ deadlineAtMs }) => deadlineAtMs)) + 10_001;
  return {
    ...withEachArrival(history, queryId, { atMs }),
    reads: history.reads.map((read) => (isOf(queryId)(read) ? { ...read, readAtMs: atMs } : read)),
    settles: history.settles.map((settle) => (isOf(queryId)(settle) ? { ...settle, atMs } : settle)),
  };
}

/** Another query of the same submission, with all that a query has. */
function twin(history: History, queryId: string): History {
  const again = `${queryId}-again`;
  const operation = operationOf(history, queryId);
  const made = withOperation(history, {
    ...operation,
    outcome: { type: 'ok', queryId: again, isReplay: false },
  });
  return withArrival(withRead(made, queryId, { queryId: again }), queryId, {
    queryId: again,
    webhookId: 'webhook-again',
  });
}

/** One query more than the submissions of unknown outcome can explain, all of them ended. */
function listedPhantom(history: History, queryId: string): History {
  const read = readOf(history, queryId);
  const unknowns = history.operations.filter(
    ({ tenantId, idempotencyKey }) => tenantId === read.tenantId && idempotencyKey.startsWith('unknown-'),
  );
  const listed = history.listedQueryIds[read.tenantId] ?? [];
  const unnamed = listed.filter((id) => id.startsWith('unnamed-'));
  const phantoms = Array.from(
    { length: unknowns.length - unnamed.length + 1 },
    (_, index) => `phantom-${index}`,
  );
  return {
    ...history,
    reads: [...history.reads, ...phantoms.map((phantom) => ({ ...read, queryId: phantom }))],
    listedQueryIds: { ...history.listedQueryIds, [read.tenantId]: [...listed, ...phantoms] },
  };
}

function announcedPhantom(history: History): History {
  const count = history.operations.filter(({ idempotencyKey }) =>
    idempotencyKey.startsWith('unknown-'),
  ).length;
  const phantoms = Array.from({ length: count + 1 }, (_, index) => ({
    queryId: `phantom-${index}`,
    atMs: 1,
  }));
  return { ...history, settles: [...history.settles, ...phantoms] };
}

export const DEFECTS: readonly Defect[] = [
  { name: 'a lost query', law: 'L0', plant: without },
  { name: 'a late end', law: 'L0', plant: late },
  {
    name: 'an end announced twice',
    law: 'L1',
    plant: (history, queryId) => ({
      ...history,
      settles: [
        ...history.settles.filter((settle) => !isOf(queryId)(settle)),
        { queryId, atMs: 1 },
        { queryId, atMs: 2 },
      ],
    }),
  },
  { name: 'two queries of one key', law: 'L1', plant: twin },
  {
    name: 'one query of two keys',
    law: 'L1',
    plant: (history, queryId) =>
      withOperation(history, { ...operationOf(history, queryId), idempotencyKey: 'another' }),
  },
  {
    name: 'a key accepted with a second body',
    law: 'L1',
    plant: (history, queryId) =>
      withOperation(history, { ...operationOf(history, queryId), bodyDigest: 'other' }),
  },
  {
    name: 'a second result',
    law: 'L1',
    plant: (history, queryId) => withRead(history, queryId, { resultDigest: 'other' }),
  },
  {
    name: 'a second end',
    law: 'L1',
    plant: (history, queryId) => withRead(history, queryId, { status: 'other' }),
  },
  {
    name: 'webhooks of two ends',
    law: 'L1',
    plant: (history, queryId) =>
      withArrival(history, queryId, { event: 'query.other', webhookId: 'webhook-other' }),
  },
  { name: 'a listed phantom', law: 'L1', plant: listedPhantom },
  { name: 'an announced phantom', law: 'L1', plant: announcedPhantom },
  {
    name: 'a missing webhook',
    law: 'L2',
    plant: (history, queryId) => ({ ...history, arrivals: without(history, queryId).arrivals }),
  },
  {
    name: 'a webhook nobody took',
    law: 'L2',
    plant: (history, queryId) => withEachArrival(history, queryId, { answeredStatus: 500 }),
  },
  {
    name: 'a webhook that redirects',
    law: 'L2',
    plant: (history, queryId) => withEachArrival(history, queryId, { answeredStatus: 302 }),
  },
  {
    name: 'a webhook without a valid signature',
    law: 'L2',
    plant: (history, queryId) => withEachArrival(history, queryId, { isSignatureValid: false }),
  },
  {
    name: 'a changed webhook id',
    law: 'L2',
    plant: (history, queryId) => withArrival(history, queryId, { webhookId: 'other' }),
  },
  {
    name: 'a changed webhook body',
    law: 'L2',
    plant: (history, queryId) => withArrival(history, queryId, { bodyDigest: 'other' }),
  },
  {
    name: 'a webhook sent again',
    law: 'L2',
    plant: (history, queryId) => withArrival(history, queryId, {}),
  },
  {
    name: 'one webhook id of two queries',
    law: 'L2',
    plant: (history, queryId) => {
      const { webhookId } = some(history.arrivals, (arrival) => !isOf(queryId)(arrival));
      return withEachArrival(history, queryId, { webhookId });
    },
  },
  {
    name: 'bytes of another tenant',
    law: 'L3',
    plant: (history) => ({
      ...history,
      foreignBytes: [{ tenantId: TENANTS[0], where: 'an answer', canary: 'canary of another' }],
    }),
  },
  {
    name: 'a read by another tenant',
    law: 'L3',
    plant: (history, queryId) =>
      withRead(history, queryId, { tenantId: anotherTenant(readOf(history, queryId).tenantId) }),
  },
  {
    name: 'a webhook at another tenant',
    law: 'L3',
    plant: (history, queryId) =>
      withArrival(history, queryId, { tenantId: anotherTenant(readOf(history, queryId).tenantId) }),
  },
  {
    name: 'a dead letter at another tenant',
    law: 'L3',
    plant: (history, queryId) => {
      const { tenantId, webhookId } = deliveryOf(history, queryId);
      const letter = { tenantId: anotherTenant(tenantId), queryId, webhookId, reason: 'exhausted' };
      return { ...history, deadLetters: [...history.deadLetters, letter] };
    },
  },
  {
    name: 'a query in the list of another tenant',
    law: 'L3',
    plant: (history, queryId) => {
      const tenantId = anotherTenant(readOf(history, queryId).tenantId);
      const listed = [...(history.listedQueryIds[tenantId] ?? []), queryId];
      return { ...history, listedQueryIds: { ...history.listedQueryIds, [tenantId]: listed } };
    },
  },
  {
    name: 'a query given to two tenants',
    law: 'L3',
    plant: (history, queryId) => {
      const operation = operationOf(history, queryId);
      return withOperation(history, {
        ...operation,
        tenantId: anotherTenant(operation.tenantId),
        endedAtMs: operation.endedAtMs + 1,
      });
    },
  },
  {
    name: 'a broken audit file',
    law: 'L4',
    plant: (history) => ({
      ...history,
      audits: [
        ...history.audits,
        { file: 'other.jsonl', isValid: false, detail: 'the chain is broken at line 3' },
      ],
    }),
  },
  { name: 'a process left', law: 'L5', plant: (history) => withProcess(history, 'left-running') },
  {
    name: 'a killed process that is still there',
    law: 'L5',
    plant: (history) => withProcess(withProcess(history, 'killed-by-harness'), 'left-running'),
  },
  {
    name: 'an unhandled rejection',
    law: 'L5',
    plant: (history) => withProcess(history, 'unhandled-rejection'),
  },
  { name: 'an uncaught error', law: 'L5', plant: (history) => withProcess(history, 'uncaught-error') },
  { name: 'a wrong exit code', law: 'L5', plant: (history) => withProcess(history, 'exit-code') },
];

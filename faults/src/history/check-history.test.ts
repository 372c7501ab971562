import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import { EMPTY_HISTORY } from './empty-history.fixture.ts';
import type { History, SubmitOperation, TerminalRead } from './contract.ts';

const TENANT = 'tenant-1';

const submit = (
  outcome: SubmitOperation['outcome'],
  changed: Partial<SubmitOperation> = {},
): SubmitOperation => ({
  tenantId: TENANT,
  idempotencyKey: 'key',
  bodyDigest: 'body',
  hasCallback: false,
  deadlineAtMs: 60_000,
  invokedAtMs: 0,
  endedAtMs: 10,
  outcome,
  ...changed,
});
const ok = (queryId: string, changed: Partial<SubmitOperation> = {}): SubmitOperation =>
  submit({ type: 'ok', queryId, isReplay: false }, changed);
const replay = (queryId: string, changed: Partial<SubmitOperation> = {}): SubmitOperation =>
  submit({ type: 'ok', queryId, isReplay: true }, changed);
const unknown = (changed: Partial<SubmitOperation> = {}): SubmitOperation =>
  submit({ type: 'unknown', reason: 'cut' }, changed);
const read = (queryId: string, readAtMs = 1_000): TerminalRead => ({
  tenantId: TENANT,
  queryId,
  status: 'succeeded',
  resultDigest: 'result',
  readAtMs,
});
const violationsOf = (history: Partial<History>, options = {}): unknown =>
  checkHistory({ ...EMPTY_HISTORY, ...history }, options).violations.map(({ law, queryId }) => [
    law,
    queryId,
  ]);

describe('L0', () => {
  it('allows ten seconds after the deadline, and what grace the scenario gives', () => {
    const history = { operations: [ok('a')], reads: [read('a', 75_000)] };
    expect(violationsOf({ ...history, reads: [read('a', 70_000)] })).toEqual([]);
    expect(violationsOf(history)).toEqual([['L0', 'a']]);
    expect(violationsOf(history, { expectsLoss: true })).toEqual([['L0', 'a']]);
    expect(violationsOf(history, { graceMs: 5_000 })).toEqual([]);
  });

  it('takes the earliest sign of an end, whatever it is', () => {
    const history = { operations: [ok('a')], reads: [read('a', 900_000)] };
    const arrival = { tenantId: TENANT, queryId: 'a', webhookId: 'w', event: 'e', bodyDigest: 'b' };
    const delivered = { ...arrival, isSignatureValid: true, answeredStatus: 200 };
    expect(violationsOf(history)).toEqual([['L0', 'a']]);
    expect(violationsOf({ ...history, settles: [{ queryId: 'a', atMs: 70_000 }] })).toEqual([]);
    expect(violationsOf({ ...history, arrivals: [{ ...delivered, atMs: 70_000 }] })).toEqual([]);
    expect(violationsOf({ ...history, quiescedAtMs: 70_000 })).toEqual([]);
  });

  it('holds a query to the deadline of the submission that made it, not of a replay', () => {
    const later = { deadlineAtMs: 500_000 };
    const late = { reads: [read('a', 100_000)] };
    expect(violationsOf({ ...late, operations: [ok('a'), replay('a', later)] })).toEqual([['L0', 'a']]);
    expect(violationsOf({ ...late, operations: [unknown(), unknown(later), replay('a')] })).toEqual([]);
    expect(violationsOf({ ...late, operations: [unknown(), replay('a')] })).toEqual([['L0', 'a']]);
  });

  it('wants a listed query ended, though no reply named it', () => {
    const history = { operations: [unknown()], listedQueryIds: { [TENANT]: ['a'] } };
    expect(violationsOf(history)).toEqual([['L0', 'a']]);
    expect(violationsOf({ ...history, reads: [read('a')] })).toEqual([]);
  });

  it('counts as lost, and breaks nothing, where data was destroyed on purpose', () => {
    const history = {
      ...EMPTY_HISTORY,
      operations: [ok('a'), ok('b', { idempotencyKey: 'b' })],
      reads: [read('b')],
    };
    expect(checkHistory(history, { expectsLoss: true })).toMatchObject({ violations: [], lost: ['a'] });
    expect(checkHistory(history)).toMatchObject({ violations: [{ law: 'L0', queryId: 'a' }], lost: ['a'] });
  });
});

describe('L1', () => {
  it('lets a key make its query anew only where the first one was destroyed', () => {
    const operations = [ok('a'), ok('b')];
    expect(violationsOf({ operations, reads: [read('b')] }, { expectsLoss: true })).toEqual([]);
    expect(violationsOf({ operations, reads: [read('a'), read('b')] }, { expectsLoss: true })).toEqual([
      ['L1', 'a'],
    ]);
    expect(violationsOf({ operations, reads: [read('a'), read('b')] })).toEqual([['L1', 'a']]);
  });

  it('takes the same key of two tenants for two submissions', () => {
    const other = { ...read('b'), tenantId: 'tenant-2' };
    const operations = [ok('a'), ok('b', { tenantId: 'tenant-2' })];
    expect(violationsOf({ operations, reads: [read('a'), other] })).toEqual([]);
  });

  it('lets an unknown submission stand for one unnamed query of its tenant, and for none once its key was accepted', () => {
    const seen = { reads: [read('a')] };
    expect(violationsOf({ ...seen, operations: [unknown(), unknown()] })).toEqual([]);
    expect(violationsOf({ operations: [unknown(), unknown()], reads: [read('a'), read('b')] })).toEqual([
      ['L1', undefined],
    ]);
    expect(violationsOf({ ...seen, operations: [unknown({ tenantId: 'tenant-2' })] })).toEqual([['L1', 'a']]);
    expect(violationsOf({ operations: [unknown(), ok('b')], reads: [read('a'), read('b')] })).toEqual([
      ['L1', 'a'],
    ]);
  });

  it('takes notices of unnamed queries from what is left of the unknown submissions', () => {
    const operations = [unknown()];
    expect(violationsOf({ operations, settles: [{ queryId: 'a', atMs: 1 }] })).toEqual([]);
    expect(violationsOf({ operations, reads: [read('a')], settles: [{ queryId: 'a', atMs: 1 }] })).toEqual(
      [],
    );
    expect(violationsOf({ operations, reads: [read('a')], settles: [{ queryId: 'b', atMs: 1 }] })).toEqual([
      ['L1', 'b'],
    ]);
  });
});

describe('a query that nobody submitted', () => {
  const webhook = { tenantId: TENANT, queryId: 'a', webhookId: 'w' };
  const arrival = {
    ...webhook,
    event: 'e',
    bodyDigest: 'b',
    atMs: 1,
    isSignatureValid: true,
    answeredStatus: 200,
  };

  it('breaks L1 wherever it is seen', () => {
    expect(violationsOf({ listedQueryIds: { [TENANT]: ['a'] } })).toEqual([
      ['L0', 'a'],
      ['L1', 'a'],
    ]);
    expect(violationsOf({ reads: [read('a')] })).toEqual([['L1', 'a']]);
    expect(violationsOf({ arrivals: [arrival] })).toEqual([['L1', 'a']]);
    expect(violationsOf({ deadLetters: [{ ...webhook, reason: 'exhausted' }] })).toEqual([['L1', 'a']]);
    expect(violationsOf({ settles: [{ queryId: 'a', atMs: 1 }] })).toEqual([['L1', 'a']]);
  });
});

describe('L2', () => {
  it('is content with a dead letter, and owes nothing to who asked for nothing', () => {
    const history = { operations: [ok('a', { hasCallback: true })], reads: [read('a')] };
    const letter = { tenantId: TENANT, queryId: 'a', webhookId: 'w', reason: 'exhausted' };
    expect(violationsOf(history)).toEqual([['L2', 'a']]);
    expect(violationsOf({ ...history, deadLetters: [letter] })).toEqual([]);
    expect(violationsOf({ ...history, operations: [ok('a')] })).toEqual([]);
  });

  it('owes a webhook for an end that was only announced', () => {
    const history = { operations: [ok('a', { hasCallback: true })], settles: [{ queryId: 'a', atMs: 1 }] };
    expect(violationsOf(history, { expectsLoss: true })).toEqual([['L2', 'a']]);
  });
});

it('takes whoever was told of a query first for its owner', () => {
  const operations = [ok('a', { tenantId: 'tenant-2', endedAtMs: 20 }), ok('a', { endedAtMs: 10 })];
  const { violations } = checkHistory({ ...EMPTY_HISTORY, operations, reads: [read('a')] });
  expect(violations).toMatchObject([{ law: 'L3', tenantId: 'tenant-2', queryId: 'a' }]);
});

it('counts what there is', () => {
  const arrival = { tenantId: TENANT, queryId: 'a', webhookId: 'w', event: 'e', bodyDigest: 'b', atMs: 1 };
  const history: History = {
    ...EMPTY_HISTORY,
    operations: [
      ok('a'),
      replay('a'),
      unknown(),
      submit({ type: 'refused', status: 429 }),
      ok('b', { idempotencyKey: 'b' }),
    ],
    reads: [read('a'), read('a')],
    settles: [{ queryId: 'a', atMs: 1 }],
    arrivals: [
      { ...arrival, isSignatureValid: true, answeredStatus: 200 },
      { ...arrival, isSignatureValid: false, answeredStatus: 200 },
      { ...arrival, isSignatureValid: true, answeredStatus: 199 },
    ],
    deadLetters: [{ tenantId: TENANT, queryId: 'a', webhookId: 'w', reason: 'exhausted' }],
    audits: [{ file: 'audit.jsonl', isValid: true, detail: 'whole' }],
    processes: [
      { name: 'worker-1', kind: 'killed-by-harness', detail: 'SIGKILL' },
      { name: 'worker-2', kind: 'exit-code', detail: '1' },
    ],
  };
  expect(checkHistory(history).counts).toEqual({
    operations: 5,
    refused: 1,
    unknown: 1,
    replays: 1,
    accepted: 2,
    ended: 1,
    reads: 2,
    settles: 1,
    arrivals: 3,
    delivered: 1,
    deadLetters: 1,
    audits: 1,
    killed: 1,
  });
});

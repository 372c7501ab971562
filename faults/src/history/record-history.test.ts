import { expect, it } from 'vitest';
import type { SettleNotice } from './contract.ts';
import { createHistoryRecorder } from './record-history.ts';

const notice: SettleNotice = { queryId: 'a', atMs: 1 };

it('gives back each record under its own kind, in the order of its coming', () => {
  const recorder = createHistoryRecorder();
  const operation = {
    tenantId: 't',
    idempotencyKey: 'k',
    bodyDigest: 'b',
    hasCallback: true,
    deadlineAtMs: 9,
    invokedAtMs: 1,
    endedAtMs: 2,
    outcome: { type: 'ok', queryId: 'a', isReplay: false },
  } as const;
  const read = { tenantId: 't', queryId: 'a', status: 'succeeded', resultDigest: 'r', readAtMs: 3 };
  const webhook = { tenantId: 't', queryId: 'a', webhookId: 'w' };
  const arrived = {
    event: 'query.succeeded',
    bodyDigest: 'b',
    atMs: 4,
    isSignatureValid: true,
    answeredStatus: 200,
  };
  const found = { tenantId: 't', where: 'an answer', canary: 'c' };
  const audit = { file: 'f', isValid: true, detail: 'whole' };
  const process = { name: 'p', kind: 'exit-code', detail: '1' } as const;
  recorder.submitted(operation);
  recorder.read(read);
  recorder.settled(notice);
  recorder.settled({ queryId: 'b', atMs: 2 });
  recorder.arrived({ ...webhook, ...arrived });
  recorder.deadLettered({ ...webhook, reason: 'exhausted' });
  recorder.foreignBytesFound(found);
  recorder.audited(audit);
  recorder.processFound(process);
  recorder.listed('t', ['a']);
  recorder.listed('t', ['b']);
  recorder.quiesced(10);
  expect(recorder.history()).toEqual({
    operations: [operation],
    reads: [read],
    settles: [notice, { queryId: 'b', atMs: 2 }],
    arrivals: [{ ...webhook, ...arrived }],
    deadLetters: [{ ...webhook, reason: 'exhausted' }],
    foreignBytes: [found],
    audits: [audit],
    processes: [process],
    listedQueryIds: { t: ['a', 'b'] },
    quiescedAtMs: 10,
  });
});

it('gives a copy that later records do not change', () => {
  const recorder = createHistoryRecorder();
  recorder.quiesced(1);
  const before = recorder.history();
  recorder.settled(notice);
  expect(before.settles).toEqual([]);
});

it('refuses what is more than it holds, and then has no history to check', () => {
  const recorder = createHistoryRecorder({ maxRecords: 3 });
  recorder.quiesced(1);
  recorder.settled(notice);
  recorder.listed('t', ['a', 'b']);
  expect(recorder.history().settles).toEqual([notice]);
  expect(() => recorder.settled(notice)).toThrow(RangeError);
  expect(() => recorder.history()).toThrow(RangeError);
});

it('has no history before the fleet has come to rest', () => {
  expect(() => createHistoryRecorder().history()).toThrow('come to rest');
});

import assert from 'node:assert/strict';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { limitFileSize } from './file-size-limit.ts';

const END_MS = 20_000;
/** The first half of an audit line fits. */
const HALF_A_LINE_BYTES = 200;

/** Nothing that cannot be kept is accepted; nothing privileged is done that cannot be audited. */
export const diskFull: Scenario = {
  id: 'F47',
  title: 'the disk is full for the queue’s log, then for the audit log',
  boundSeconds: 90,
  inPlaceOf: 'a full file system: a limit on the size of each file of the process',
  run: async (stage) => {
    const recoveryMs = await queueCannotWrite(stage);
    await auditCannotBeWritten(stage);
    return {
      recoveryMs,
      note: '503 while the queue could not write; no level was changed that could not be audited',
    };
  },
};

async function queueCannotWrite({ fleet, asking }: ScenarioStage): Promise<number> {
  const before = await asking.ask();
  await limitFileSize(fleet.queue.pid(), 0);
  try {
    await waitFor('a submission is refused', END_MS, async () => {
      const { status, retryAfter } = await asking.submit();
      return status === 503 && retryAfter !== null;
    });
    for (let count = 0; count < 5; count += 1) assert.equal((await asking.submit()).status, 503);
    assert.ok(fleet.queue.isRunning());
  } finally {
    await limitFileSize(fleet.queue.pid(), null);
  }
  const healedAt = performance.now();
  const after = await asking.ask();
  const recoveryMs = performance.now() - healedAt;
  const ended = await asking.untilEnded([before, after], END_MS);
  assert.deepEqual(
    ended.map(({ status }) => status),
    ['succeeded', 'succeeded'],
  );
  return recoveryMs;
}

async function auditCannotBeWritten(stage: ScenarioStage): Promise<void> {
  const { fleet, asking } = stage;
  const [ingress] = fleet.of('ingress-api');
  const processes = [ingress, ...fleet.of('query-worker')];
  for (const { pid } of processes) await limitFileSize(pid, HALF_A_LINE_BYTES);
  try {
    const query = await asking.ask();
    const [ended] = await asking.untilEnded([query], END_MS);
    assert.equal(ended?.status, 'succeeded', 'an answer does not wait for the audit log');
    const isSaid = (): boolean =>
      fleet
        .of('query-worker')
        .some((worker) => worker.log().some((line) => line.includes('audit event not written')));
    await waitFor('it is in the log that nothing is in the audit log', END_MS, isSaid);
    assert.equal(
      await setLevel(stage, 'minimal'),
      503,
      'a level was set that nobody can be held to account for',
    );
    assert.equal(await readLevel(stage), 'full');
  } finally {
    for (const { pid } of processes) await limitFileSize(pid, null);
  }
  assert.equal(await setLevel(stage, 'minimal'), 200);
  assert.equal(await readLevel(stage), 'minimal');
  assert.equal(await setLevel(stage, 'full'), 200);
  const query = await asking.ask();
  await asking.untilEnded([query], END_MS);
}

async function callLevel({ fleet }: ScenarioStage, init: RequestInit): Promise<Response> {
  return fetch(`${fleet.ingressUrl()}/v1/degradation`, {
    ...init,
    headers: { authorization: `Bearer ${fleet.operatorKey}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(END_MS),
  });
}

async function setLevel(stage: ScenarioStage, level: string): Promise<number> {
  const body = JSON.stringify({ level, reason: 'a drill' });
  const response = await callLevel(stage, { method: 'PUT', body });
  await response.body?.cancel();
  return response.status;
}

async function readLevel(stage: ScenarioStage): Promise<unknown> {
  const response = await callLevel(stage, { method: 'GET' });
  const resource: unknown = await response.json();
  return typeof resource === 'object' && resource !== null && 'level' in resource ? resource.level : null;
}

import { findFreePort } from '@ragfleet/test-support';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer, openWorkerStage } from './worker-stage.fixture.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const stage = await openWorkerStage();

interface Running {
  readonly child: ChildProcess;
  /** All that it has written so far. */
  output(): string;
}

/** The process as it is deployed, once it is ready. */
async function start(variables: NodeJS.ProcessEnv): Promise<Running> {
  const { OPERATIONS_PORT = String(await findFreePort()) } = variables;
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      QUEUE_REDIS_URL: stage.redisServer.url,
      RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      WEBHOOK_ALLOW_HOSTS: '127.0.0.1',
      AUDIT_DIR: stage.auditDir,
      OPERATIONS_PORT,
      DEGRADATION_RULES: 'off',
      ...variables,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output += String(text)));
  const status = () =>
    fetch(`http://127.0.0.1:${OPERATIONS_PORT}/readyz`).then(
      (reply) => reply.status,
      () => 0,
    );
  await expect.poll(status, { timeout: 100_000 }).toBe(200);
  return { child, output: () => output };
}

async function stop({ child }: Running): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

// Two processes start in a test, which takes a busy machine many times as long as another.
describe('the process', { timeout: 240_000 }, () => {
  it('OPERATIONS_PORT and LOG_LEVEL: where it tells how it is, and how much it says', async () => {
    const said: boolean[] = [];
    for (const level of ['info', 'warn']) {
      const running = await start({ OPERATIONS_PORT: String(await findFreePort()), LOG_LEVEL: level });
      await stop(running);
      said.push(running.output().includes('webhook-worker is up'));
    }
    expect(said).toEqual([true, false]);
  });

  it('SHUTDOWN_GRACE_SECONDS: how long what runs may take to end', async () => {
    for (const [graceSeconds, isAnswered] of [
      ['1', false],
      ['60', true],
    ] as const) {
      const { keyId } = await stage.keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
      const held: (() => void)[] = [];
      const { url } = await stage.receiver((response) => void held.push(() => answer(200)(response)));
      const running = await start({ SHUTDOWN_GRACE_SECONDS: graceSeconds });
      const queryId = await stage.submit(url, keyId);
      await stage.succeed(queryId);
      await expect.poll(() => held.length).toBe(1);
      const exited = once(running.child, 'exit');
      running.child.kill('SIGTERM');
      await expect.poll(() => running.output()).toContain('"stopping"');
      if (isAnswered) held[0]?.();
      await exited;
      const record = await stage.deliveries.get('acme', `wh-${queryId}-query-succeeded`);
      // Handed back without an attempt, where nothing had come of it in time.
      expect(record?.attempts.map(({ httpStatus }) => httpStatus)).toEqual(isAnswered ? [200] : []);
    }
  });

  it('warns of a variable that looks misspelt, and starts all the same', async () => {
    const running = await start({ WEBHOOK_CONCURENCY: '1', RAGFLEET_TURBO: 'yes' });
    await stop(running);
    expect(running.output()).toMatch(/"variable":"WEBHOOK_CONCURENCY","nearest":"WEBHOOK_CONCURRENCY"/);
    expect(running.output()).toMatch(/"variable":"RAGFLEET_TURBO","nearest":null/);
  });
});

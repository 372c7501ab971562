import { problem } from '@ragfleet/contracts';
import { cpuMs } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IngressProcess, startIngressProcess } from '../testing/start-ingress-process.fixture.ts';
import { type BadInput, type BadInputClass, CANARY, type RawRequest } from './contract.fixture.ts';
import { BAD_INPUT } from './corpus.fixture.ts';
import { bytesOf, type RawReply, sendBytes } from './send-raw.fixture.ts';

/** What the loop may be held up by one request, by a machine that parses six million numbers in 200 ms or less. */
const BLOCKED_MS = 100;
/** By a slower one: of what its parser takes for the longest body, which is counted and refused before it is parsed. */
const BLOCKED_SHARE = 0.5;
const POINTER_CHARACTERS = 256;

let ingress: IngressProcess;
let blockedMs = BLOCKED_MS;
const summary: string[] = [];

beforeAll(async () => {
  ingress = await startIngressProcess();
  const numbers = `[${Array.from({ length: 6_000_000 }, () => '0').join(',')}]`;
  const parsingMs = [await cpuMs(() => JSON.parse(numbers)), await cpuMs(() => JSON.parse(numbers))];
  blockedMs = Math.max(BLOCKED_MS, BLOCKED_SHARE * Math.min(...parsingMs));
});
afterAll(async () => {
  process.stdout.write(`${summary.join('\n')}\n`);
  await ingress.stop();
});

/** A tenant for each class, so that what one leaves in the queues is not in the way of another. */
async function senderOf(number: number): Promise<(sent: RawRequest | Buffer) => Promise<RawReply>> {
  const tenantId = `tenant-${number}`;
  const keys = {
    user: await ingress.keyFor({ tenantId, role: 'user' }),
    admin: await ingress.keyFor({ tenantId, role: 'admin' }),
  };
  return (sent) => {
    if (Buffer.isBuffer(sent)) return sendBytes(ingress.port, sent);
    const { caller = 'user' } = sent;
    return sendBytes(ingress.port, bytesOf(sent, caller === null ? null : keys[caller]));
  };
}

/** What is wrong with a reply, in words; empty when nothing is. */
function faultsOf({ status: expected }: BadInput, reply: RawReply): string[] {
  if (reply.status !== expected)
    return [`${reply.status} instead of ${expected}: ${reply.body.slice(0, 300)}`];
  if (reply.status < 400) return [];
  const faults: string[] = [];
  if (reply.headers['content-type']?.startsWith('application/problem+json') !== true)
    faults.push('no problem+json');
  const parsed = problem.safeParse(JSON.parse(reply.body));
  if (!parsed.success) return [...faults, `no problem: ${reply.body.slice(0, 300)}`];
  // A pointer names the field that it is about, and the instance the path: cut to their length, and never a value.
  const { instance, errors = [], ...said } = parsed.data;
  if (errors.some(({ pointer }) => pointer.length > POINTER_CHARACTERS)) faults.push('a long pointer');
  const messages = errors.map(({ message }) => message);
  if (said.status !== reply.status) faults.push('another status in the body');
  if (said.request_id !== reply.headers['x-request-id']) faults.push('another request id');
  if (!/^\/[^?]*$/.test(instance)) faults.push(`instance ${instance.slice(0, 80)}`);
  if (JSON.stringify([said, messages, reply.headers]).includes(CANARY)) faults.push(`echoes: ${reply.body}`);
  return faults;
}

interface Outcome {
  readonly faults: readonly string[];
  readonly slowestMs: number;
  readonly slowest: string;
}

async function run({ cases }: BadInputClass, number: number): Promise<Outcome> {
  const send = await senderOf(number);
  const faults: string[] = [];
  if ((await ingress.mainThreadMs()) === null)
    summary.push('bad input: computing time is not told on this system');
  let [slowestMs, slowest] = [0, ''];
  for (const one of cases) {
    const before = one.before === undefined ? 202 : (await send(one.before)).status;
    if (before !== 202) faults.push(`${one.name}: ${before} to what came before`);
    const beforeMs = await ingress.mainThreadMs();
    const reply = await send(one.sent);
    const ms = ((await ingress.mainThreadMs()) ?? 0) - (beforeMs ?? 0);
    if (ms > slowestMs) [slowestMs, slowest] = [ms, one.name];
    faults.push(...faultsOf(one, reply).map((fault) => `${one.name}: ${fault}`));
  }
  return { faults, slowestMs, slowest };
}

describe('bad input', () => {
  it.each(BAD_INPUT.map((group, number) => [group.name, group, number] as const))(
    '%s: each is refused or taken as it should be, repeats nothing, and holds up nobody',
    async (name, group, number) => {
      expect(group.cases.length).toBeGreaterThanOrEqual(group.atLeast);
      const { faults, slowestMs, slowest } = await run(group, number);
      summary.push(
        `bad input: ${name}: ${group.cases.length} cases, ${faults.length} wrong; longest ${slowestMs.toFixed(1)} ms (${slowest.slice(0, 50)})`,
      );
      expect(faults).toEqual([]);
      expect(slowestMs, slowest).toBeLessThan(blockedMs);
      expect((await fetch(`${ingress.url}/healthz`)).status).toBe(200);
    },
  );

  it('is a corpus of at least 800 requests', () => {
    const total = BAD_INPUT.reduce((sum, { cases }) => sum + cases.length, 0);
    summary.push(`bad input: ${total} requests in ${BAD_INPUT.length} classes`);
    expect(total).toBeGreaterThanOrEqual(800);
  });

  it('leaves the process as it was, without one failure of its own', async () => {
    expect(ingress.isAlive()).toBe(true);
    const metrics = await (await fetch(`${ingress.operationsUrl}/metrics`)).text();
    summary.push(...(metrics.match(/^ragfleet_event_loop_delay_seconds.*$/gm) ?? []));
    expect(metrics.match(/^ragfleet_http_requests_total\{.*status="5.*$/gm)).toBeNull();
    expect(ingress.output()).not.toContain(CANARY);
  });
});

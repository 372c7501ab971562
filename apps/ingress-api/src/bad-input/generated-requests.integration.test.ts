import { Agent, request as httpRequest } from 'node:http';
import { text as textOfStream } from 'node:stream/consumers';
import { problem } from '@ragfleet/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type IngressProcess, startIngressProcess } from '../testing/start-ingress-process.fixture.ts';
import { type GeneratedRequest, generatedRequests } from './generated-requests.fixture.ts';
import { type Api, readApi, seedOf } from './read-api.fixture.ts';

const REQUESTS = Number(process.env['GENERATED_REQUESTS'] ?? 10_000);
const CONCURRENCY = 8;
/** So many tell enough. */
const MAX_FAULTS = 20;
/** Streams end with their query; a level would switch off what the other requests ask for. */
const LEFT_OUT: ReadonlySet<string> = new Set(['streamQuery', 'streamIngestion', 'setDegradation']);
/** What is decided before an operation is known: a path or a head that cannot be read. */
const BEFORE_ROUTING: ReadonlySet<number> = new Set([400, 431]);
const SERVER_FAULTS_DECLARED: ReadonlySet<number> = new Set([501, 503]);

let ingress: IngressProcess;
let api: Api;
const callers: (string | null)[] = [null, 'nobody'];
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

beforeAll(async () => {
  ingress = await startIngressProcess();
  const document: unknown = await (await fetch(`${ingress.url}/openapi.json`)).json();
  api = readApi(document, (id) => LEFT_OUT.has(id));
  for (const tenantId of ['generated-1', 'generated-2', 'generated-3'])
    for (const role of ['user', 'admin'] as const) callers.push(await ingress.keyFor({ tenantId, role }));
  callers.push(await ingress.operatorKey());
});
afterAll(async () => {
  agent.destroy();
  await ingress.stop();
});

interface Heard {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

function send({ method, target, headers, body, caller }: GeneratedRequest): Promise<Heard> {
  const key = callers[caller] ?? null;
  const own = {
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(body !== null && { 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const options = { agent, host: '127.0.0.1', port: ingress.port, method, path: target, timeout: 30_000 };
    const sent = httpRequest({ ...options, headers: { ...headers, ...own } }, (reply) => {
      const contentType = reply.headers['content-type'] ?? '';
      textOfStream(reply).then(
        (text) => resolve({ status: reply.statusCode ?? 0, contentType, text }),
        reject,
      );
    });
    sent
      .on('error', (error) => resolve({ status: 0, contentType: '', text: unread(error) }))
      .on('timeout', () => sent.destroy(new Error('No reply within 30 s.')));
    sent.end(body ?? undefined);
  });
}

/** What came instead of a reply. */
const unread = (error: Error & { readonly rawPacket?: Buffer }): string =>
  `${error.message} ${error.rawPacket?.toString('latin1') ?? ''}`;

/** What is wrong with a reply, in words; null when nothing is. */
function faultOf(
  { operation, method }: GeneratedRequest,
  { status, contentType, text }: Heard,
): string | null {
  if (status >= 500 && !SERVER_FAULTS_DECLARED.has(status)) return `${status}: ${text.slice(0, 300)}`;
  if (status === 0) return text;
  if (method === 'HEAD') return null;
  const isJson = /json/.test(contentType);
  if (status >= 400) {
    const parsed = problem.safeParse(isJson ? JSON.parse(text) : null);
    if (!parsed.success || !contentType.startsWith('application/problem+json'))
      return `${status} is no problem: ${text.slice(0, 300)}`;
    if (parsed.data.status !== status) return `${status} says ${parsed.data.status}`;
  }
  if (operation === null || BEFORE_ROUTING.has(status)) return null;
  return api.faultOf(operation, { status, contentType, body: isJson ? JSON.parse(text) : text });
}

const describe = ({ method, target, body }: GeneratedRequest): string =>
  `${method} ${target} ${body ?? ''}`.slice(0, 300);

it('is never broken by a generated request, and answers each as its document says', async () => {
  const seed = seedOf(process.env['GENERATED_SEED']);
  process.stdout.write(`generated requests: GENERATED_SEED=${seed}\n`);
  const statuses = new Map<number, number>();
  const reached = new Set<string>();
  const together = fc.array(generatedRequests(api, callers.length), {
    minLength: CONCURRENCY,
    maxLength: CONCURRENCY,
  });
  const faults = new Set<string>();
  const property = fc.asyncProperty(together, async (requests) => {
    const heard = await Promise.all(requests.map(send));
    for (const [index, request] of requests.entries()) {
      const reply = heard[index] ?? { status: 0, contentType: '', text: '' };
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      if (reply.status < 300 && request.operation !== null) reached.add(request.operation.id);
      const fault = faultOf(request, reply);
      if (fault !== null) faults.add(`${request.operation?.id ?? ''}: ${fault} <- ${describe(request)}`);
    }
    return faults.size <= MAX_FAULTS;
  });
  await fc.assert(property, { seed, numRuns: Math.ceil(REQUESTS / CONCURRENCY), endOnFailure: true });
  const sum = [...statuses].reduce((total, [, count]) => total + count, 0);
  const byStatus = JSON.stringify(
    Object.fromEntries([...statuses].toSorted(([left], [right]) => left - right)),
  );
  process.stdout.write(
    `generated requests: ${sum} over ${api.operations.length} operations, ${reached.size} of them answered: ${byStatus}\n`,
  );
  expect([...faults]).toEqual([]);
  expect(sum).toBeGreaterThanOrEqual(REQUESTS);
  expect(reached.size).toBeGreaterThanOrEqual(20);
  expect((await fetch(`${ingress.url}/healthz`)).status).toBe(200);
}, 300_000);

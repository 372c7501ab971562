import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GptCacheRecord {
  readonly prompt: string;
  readonly answer: string;
}

export interface GptCacheDouble {
  readonly url: string;
  /** Everything that was put, oldest first: nothing replaces anything. */
  records(): readonly GptCacheRecord[];
  /** The next question gets this answer, whatever it is. */
  answerNext(answer: string): void;
  /** The next call fails with this status. */
  failNext(status: number): void;
  stop(): Promise<void>;
}

/** `gptcache_server` counts a squared distance of at most 0.8 as near: a threshold of 0.8 on a scale of 4. */
const MAX_DISTANCE = 0.8;
const DIMENSION = 256;

/**
 * A server that behaves as `gptcache_server` of GPTCache 0.1 with its defaults does: `POST /put` {prompt, answer} and
 * `POST /get` {prompt} → {prompt, answer}, null where nothing is near. It embeds by itself, finds the nearest of
 * everybody's, and neither replaces nor removes.
 */
export async function startGptCacheDouble(): Promise<GptCacheDouble> {
  const records: GptCacheRecord[] = [];
  const answers: string[] = [];
  const failures: number[] = [];
  const answerTo = (path: string, { prompt, answer }: Partial<GptCacheRecord>): [number, unknown] => {
    const failure = failures.shift();
    if (failure !== undefined) return [failure, { detail: 'planted' }];
    if (typeof prompt !== 'string') return [422, { detail: [{ loc: ['body', 'prompt'], type: 'missing' }] }];
    if (path === '/get') return [200, { prompt, answer: answers.shift() ?? nearestAnswer(records, prompt) }];
    if (path !== '/put') return [404, { detail: 'Not Found' }];
    records.push({ prompt, answer: answer ?? '' });
    return [200, 'successfully update the cache'];
  };
  const server = createServer((request, response) => {
    void readJson(request).then((body) => reply(response, ...answerTo(request.url ?? '', body)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records: () => records,
    answerNext: (answer) => void answers.push(answer),
    failNext: (status) => void failures.push(status),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readJson(request: IncomingMessage): Promise<Partial<GptCacheRecord>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Partial<GptCacheRecord>;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function nearestAnswer(records: readonly GptCacheRecord[], prompt: string): string | null {
  const asked = embed(prompt);
  const [nearest] = records
    .map(({ prompt: known, answer }) => ({ answer, distance: squaredDistance(asked, embed(known)) }))
    .toSorted((left, right) => left.distance - right.distance);
  return nearest !== undefined && nearest.distance <= MAX_DISTANCE ? nearest.answer : null;
}

/** Counts of words, hashed, at unit length. */
function embed(text: string): number[] {
  const counts = Array.from({ length: DIMENSION }, () => 0);
  for (const word of text.toLowerCase().match(/[\w.-]+/g) ?? []) {
    let hash = 7;
    for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    const place = hash % DIMENSION;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const length = Math.hypot(...counts) || 1;
  return counts.map((count) => count / length);
}

const squaredDistance = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, place) => sum + (value - (right[place] ?? 0)) ** 2, 0);

import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** An embedding service of the OpenAI kind that counts what it answered, and can keep a caller waiting. */
export interface EmbeddingService {
  readonly baseUrl: string;
  readonly dimension: number;
  /** How often each text was answered. */
  readonly answered: ReadonlyMap<string, number>;
  requests(): number;
  /** Answers so many requests more; those behind wait until `release`. */
  holdAfter(requests: number): void;
  /** Resolves when a request waits. */
  held(): Promise<void>;
  release(): void;
  stop(): Promise<void>;
}

const DIMENSION = 8;

export async function startEmbeddingService(): Promise<EmbeddingService> {
  const answered = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let [left, requests] = [Number.POSITIVE_INFINITY, 0];
  let held = Promise.withResolvers<void>();
  const answer = (response: ServerResponse, input: readonly string[]): void => {
    if (response.destroyed) return;
    for (const asked of input) answered.set(asked, (answered.get(asked) ?? 0) + 1);
    const data = input.map((asked, index) => ({ object: 'embedding', index, embedding: vectorOf(asked) }));
    const usage = { prompt_tokens: input.length, total_tokens: input.length };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', model: 'double', data, usage }));
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { input } = JSON.parse(body) as { input: string[] };
      requests += 1;
      left -= 1;
      if (left >= 0) return answer(response, input);
      waiting.push(() => answer(response, input));
      held.resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    dimension: DIMENSION,
    answered,
    requests: () => requests,
    holdAfter: (count) => {
      left = count;
      held = Promise.withResolvers<void>();
    },
    held: () => held.promise,
    release: () => {
      left = Number.POSITIVE_INFINITY;
      for (const reply of waiting.splice(0)) reply();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function vectorOf(asked: string): number[] {
  const bytes = createHash('sha256').update(asked).digest();
  return Array.from({ length: DIMENSION }, (_number, at) => (bytes[at] ?? 0) - 127.5);
}

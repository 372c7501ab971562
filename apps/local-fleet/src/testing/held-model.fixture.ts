import { createServer, type ServerResponse } from 'node:http';

/** An OpenAI-compatible model that answers nothing, or only hums, until it is told to. */
export interface HeldModel {
  readonly baseUrl: string;
  /** Calls that wait for an answer now. */
  held(): number;
  /** Calls that were made so far. */
  asked(): number;
  /** Answers what is held, and from now on everything at once. */
  release(): void;
  /** From now on answers wait again. */
  hold(): void;
  stop(): Promise<void>;
}

/** What each answer says it took. */
export const HELD_USAGE = { inputTokens: 50, outputTokens: 7 } as const;

export interface HeldModelOptions {
  /** Sends a token that says nothing this often while it holds, so that nobody takes it for dead. */
  readonly humEveryMs?: number;
}

export async function startHeldModel({ humEveryMs }: HeldModelOptions = {}): Promise<HeldModel> {
  const waiting = new Set<ServerResponse>();
  let isReleased = false;
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    asked += 1;
    if (isReleased) return answer(response);
    waiting.add(response);
    const hum = humEveryMs === undefined ? undefined : startHumming(response, humEveryMs);
    response.on('close', () => {
      clearInterval(hum);
      waiting.delete(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The model has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    held: () => waiting.size,
    asked: () => asked,
    release: () => {
      isReleased = true;
      for (const response of waiting) answer(response);
      waiting.clear();
    },
    hold: () => {
      isReleased = false;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const event = (part: object): string =>
  `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini', ...part })}\n\n`;

const token = (content: string): string =>
  event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });

function startHumming(response: ServerResponse, everyMs: number): NodeJS.Timeout {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(token(' '));
  return setInterval(() => response.writable && response.write(token(' ')), everyMs);
}

function answer(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(token('It takes nine days [1].'));
  response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
  response.write(
    event({
      choices: [],
      usage: {
        prompt_tokens: HELD_USAGE.inputTokens,
        completion_tokens: HELD_USAGE.outputTokens,
        total_tokens: HELD_USAGE.inputTokens + HELD_USAGE.outputTokens,
      },
    }),
  );
  response.end('data: [DONE]\n\n');
}

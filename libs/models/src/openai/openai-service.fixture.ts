import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** How the double answers the next request; it speaks the wire format of OpenAI's API. */
export type Reply = (response: ServerResponse) => void;

export interface OpenAiDouble {
  readonly baseUrl: string;
  /** Bodies and paths of what was asked, oldest first. */
  readonly requests: { readonly path: string; readonly body: unknown }[];
  replyWith(reply: Reply): void;
  /** Resolves when the client has closed the connection of the last request. */
  clientLeft(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOpenAiDouble(): Promise<OpenAiDouble> {
  const requests: OpenAiDouble['requests'] = [];
  let reply: Reply = problem(500);
  let left = Promise.withResolvers<void>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const departure = Promise.withResolvers<void>();
    left = departure;
    response.on('close', () => departure.resolve());
    const body: unknown = JSON.parse(await text(request));
    requests.push({ path: request.url ?? '', body });
    reply(response);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The double has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,
    replyWith: (next) => {
      reply = next;
    },
    clientLeft: () => left.promise,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export const problem =
  (status: number, headers: Record<string, string> = {}, code: string | null = null): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: 'no', type: 'error', param: null, code } }));
  };

export const json =
  (body: unknown): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

/** The connection is taken and nothing comes. */
export const silence: Reply = () => {};

export const chunk = (content: string, finish_reason: string | null = null): object => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: { content }, finish_reason }],
});

export const usage = (prompt_tokens: number, completion_tokens: number): object => ({
  ...chunk(''),
  choices: [],
  usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
});

/** Server-sent events, then `end`: the usual `[DONE]`, a cut connection, or nothing more. */
export const events =
  (chunks: readonly object[], end: 'done' | 'cut' | 'stall' = 'done'): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of chunks) response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (end === 'done') response.end('data: [DONE]\n\n');
    if (end === 'cut') setImmediate(() => response.destroy());
  };

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** How the service answers the next request: whatever bytes a test wants. */
export type Reply = (response: ServerResponse) => void;

export interface ScriptedService {
  readonly baseUrl: string;
  /** Bodies and paths of what was asked, oldest first. */
  readonly requests: { readonly path: string; readonly body: unknown }[];
  replyWith(reply: Reply): void;
  /** Resolves when the client has closed the connection of the last request. */
  clientLeft(): Promise<void>;
  stop(): Promise<void>;
}

export async function startScriptedService(): Promise<ScriptedService> {
  const requests: ScriptedService['requests'] = [];
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
  if (address === null || typeof address === 'string') throw new Error('The service has no port.');
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

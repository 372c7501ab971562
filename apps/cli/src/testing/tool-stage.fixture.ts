import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { createClient } from '@ragfleet/client';
import { createToolServers } from '../mcp/create-tool-server.ts';

/** What the fleet was asked, and by whom. */
export interface AskedCall {
  readonly line: string;
  readonly body: unknown;
  readonly credential: string | null;
}

export interface ToolStage {
  readonly client: Client;
  readonly asked: readonly AskedCall[];
  readonly said: readonly string[];
  readonly settled: () => Promise<void>;
  close(): Promise<void>;
}

/** The official client on the tools, over a fleet that answers what `reply` says to `POST /v1/queries` and its like. */
export async function openToolStage(
  reply: (line: string, signal: AbortSignal) => Response | Promise<Response>,
): Promise<ToolStage> {
  const asked: AskedCall[] = [];
  const said: string[] = [];
  const fetch: typeof globalThis.fetch = async (url, { method, body, headers, signal } = {}) => {
    const line = `${method} ${new URL(url instanceof Request ? url.url : url).pathname}`;
    const credential = new Headers(headers).get('authorization');
    asked.push({ line, body: typeof body === 'string' ? JSON.parse(body) : null, credential });
    return reply(line, signal ?? new AbortController().signal);
  };
  const fleet = createClient({ url: 'http://fleet.example', apiKey: 'key-user', maxAttempts: 1, fetch });
  const tools = createToolServers({ client: fleet, say: (text) => said.push(text) });
  const server = tools.create();
  const client = new Client({ name: 'test', version: '1' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  return {
    client,
    asked,
    said,
    settled: () => tools.settled(),
    close: async () => {
      await client.close();
      await server.close();
    },
  };
}

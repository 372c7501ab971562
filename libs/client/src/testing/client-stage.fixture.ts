import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { openLocalServer } from '@ragfleet/test-support';
import { beforeEach } from 'vitest';
import { type ClientOptions, createClient, type RagfleetClient } from '../create-client.ts';

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export type Reply = (response: ServerResponse, request: Received) => void;

export interface ClientStage {
  client: RagfleetClient;
  options: ClientOptions;
  received: Received[];
  /** To each request, in turn; the last one again and again. */
  replies: Reply[];
}

/** A client and the fleet that it asks: anew for each test of the file that opens it. */
export function openClientStage(): ClientStage {
  const server = openLocalServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      const seen = { method, url, headers, body };
      stage.received.push(seen);
      const { replies } = stage;
      (replies.length > 1 ? replies.shift() : replies[0])?.(response, seen);
    });
  });
  const fresh = (url: string): ClientStage => {
    const options = { url: `${url}/`, apiKey: 'rag_test_key', timeoutMs: 2_000 };
    return { client: createClient(options), options, received: [], replies: [] };
  };
  const stage = fresh('http://127.0.0.1:1');
  beforeEach(() => void Object.assign(stage, fresh(server.url())));
  return stage;
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const problem = (status: number, kind: string, headers: Record<string, string> = {}): Reply =>
  json(
    status,
    { type: `https://ragfleet.dev/problems/${kind}`, title: kind, status, detail: 'Do it so.' },
    headers,
  );

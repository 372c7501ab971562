import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface RecordedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text as JSON; `{}` when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RecordingServer {
  readonly url: string;
  /** Oldest first. */
  readonly calls: readonly RecordedCall[];
}

/** A service that answers each call with what `answer` says as JSON, or with 500 for null, until the test ends. */
export async function startRecordingServer(
  answer: (call: RecordedCall) => unknown,
): Promise<RecordingServer> {
  const calls: RecordedCall[] = [];
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      const call = { path: request.url ?? '', headers: request.headers, text: sent, body: objectIn(sent) };
      calls.push(call);
      const reply = answer(call);
      response.writeHead(reply === null ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

function objectIn(sent: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(sent) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

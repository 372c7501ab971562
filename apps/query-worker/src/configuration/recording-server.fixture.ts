import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface RecordedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A service that answers each JSON call with what `answer` says, or 500 for null, until the test ends. */
export async function startRecordingServer(
  answer: (call: RecordedCall) => unknown,
): Promise<{ readonly url: string; readonly calls: readonly RecordedCall[] }> {
  const calls: RecordedCall[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const call = { path: request.url ?? '', headers: request.headers, body: body as RecordedCall['body'] };
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

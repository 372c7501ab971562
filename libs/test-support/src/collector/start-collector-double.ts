import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type ReceivedSpan, readOtlpSpans } from './otlp-json.ts';

export interface CollectorDouble {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  /** All that it has received, in order. */
  spans(): readonly ReceivedSpan[];
  /** The bytes as they came, unpacked, with the headers before each. */
  received(): string;
  /** From now on: answers, refuses with 503, or takes requests and never answers. */
  behave(how: 'well' | 'refusing' | 'silent'): void;
  /** Requests so far, whatever became of them. */
  requests(): number;
  stop(): Promise<void>;
}

/** An OpenTelemetry collector for tests: it keeps what it gets at /v1/traces. */
export async function startCollectorDouble(): Promise<CollectorDouble> {
  const bodies: string[] = [];
  const raw: string[] = [];
  let behaviour: Parameters<CollectorDouble['behave']>[0] = 'well';
  let requests = 0;
  const keep = (headers: IncomingHttpHeaders, body: string): void => {
    bodies.push(body);
    raw.push(`${JSON.stringify(headers)}\n${body}`);
  };
  const server = createServer((request, response) => {
    requests += 1;
    if (behaviour === 'silent') return;
    if (behaviour === 'refusing' || request.url !== '/v1/traces') {
      request.resume();
      response.writeHead(behaviour === 'refusing' ? 503 : 404).end();
      return;
    }
    const isPacked = request.headers['content-encoding'] === 'gzip';
    const arrived = isPacked
      ? request.toArray().then((chunks) => gunzipSync(Buffer.concat(chunks)).toString())
      : text(request);
    void arrived.then((body) => {
      keep(request.headers, body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans: () => bodies.flatMap(readOtlpSpans),
    received: () => raw.join('\n'),
    behave: (how) => {
      behaviour = how;
    },
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { z } from 'zod';

export interface Call {
  /** GET, or POST when there is a body. */
  readonly method?: string;
  readonly path: string;
  readonly key?: string;
  readonly body?: unknown;
  /** Sent as it is, instead of JSON. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  /** `{}` when the reply has no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the resource in the body. */
  readonly id: string;
  readonly ms: number;
}

const jsonObject = z.record(z.string(), z.unknown());

/** One call with `fetch`, as a client makes it. */
export async function callApi(baseUrl: string, call: Call): Promise<Called> {
  const startedAtMs = performance.now();
  const payload = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const response = await fetch(baseUrl + call.path, {
    method: call.method ?? (payload === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(call.key !== undefined && { authorization: `Bearer ${call.key}` }),
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(payload !== undefined && { body: payload }),
  });
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const body = isJson ? jsonObject.parse(await response.json()) : (await response.text(), {});
  const ms = performance.now() - startedAtMs;
  const id = typeof body['id'] === 'string' ? body['id'] : '';
  return { status: response.status, headers: response.headers, body, id, ms };
}

export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every event of a stream until the server closes it, or until `enough` says so. */
export async function readEvents(
  url: string,
  options: { key: string; lastEventId?: string; enough?: (events: readonly ReceivedEvent[]) => boolean },
): Promise<ReceivedEvent[]> {
  const { key, lastEventId, enough = () => false } = options;
  const ending = new AbortController();
  const headers = {
    authorization: `Bearer ${key}`,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  const response = await fetch(url, { headers, signal: ending.signal });
  const events: ReceivedEvent[] = [];
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    events.push(...blocks.flatMap(parseBlock));
    if (enough(events)) {
      ending.abort();
      break;
    }
  }
  return events;
}

function parseBlock(block: string): ReceivedEvent[] {
  const field = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
  const data = field('data');
  if (data === undefined) return [];
  return [{ id: field('id') ?? '', type: field('event') ?? '', data: jsonObject.parse(JSON.parse(data)) }];
}

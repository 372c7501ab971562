import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { ModelCall, ModelFault, ModelReply, ModelWire } from './model-wire.ts';

/** How fast the double speaks. Nothing waits when left out. */
export interface ModelPace {
  readonly firstTokenMs?: number;
  readonly betweenTextsMs?: number;
}

export interface ReplyPlay {
  readonly wire: ModelWire;
  readonly call: ModelCall;
  readonly reply: ModelReply;
  readonly fault: ModelFault | null;
  readonly pace: ModelPace;
}

const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** Writes one reply, with its fault. True when the vendor's bill for it went out. */
export async function playReply(response: ServerResponse, play: ReplyPlay): Promise<boolean> {
  const { fault, wire } = play;
  if (fault?.type === 'hang') return false;
  if (fault?.type === 'gzip-bomb') {
    response.writeHead(200, { ...EVENT_STREAM, 'content-encoding': 'gzip' }).end(gzipBomb());
    return false;
  }
  if (fault?.type === 'error-body') {
    sendJson(response, { status: 200, headers: {}, body: wire.errorBody(500, undefined) });
    return false;
  }
  if (fault?.type === 'status') {
    const { status, headers, code } = fault;
    sendJson(response, { status, headers: headers ?? {}, body: wire.errorBody(status, code) });
    return false;
  }
  return play.call.isStream ? playStream(response, play) : playWhole(response, play);
}

async function playWhole(
  response: ServerResponse,
  { wire, call, reply, fault, pace }: ReplyPlay,
): Promise<boolean> {
  await wait(pace.firstTokenMs);
  if (fault?.type === 'malformed') response.writeHead(200, { 'content-type': 'application/json' }).end('{"a');
  else if (fault?.type === 'wrong-type')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello');
  else if (fault?.type === 'reset') response.socket?.resetAndDestroy();
  else {
    const flaw = fault?.type === 'bad-vectors' ? fault.flaw : undefined;
    sendJson(response, { status: 200, headers: {}, body: wire.whole(call, reply, flaw) });
  }
  return fault === null;
}

interface JsonReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

function sendJson(response: ServerResponse, { status, headers, body }: JsonReply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function playStream(response: ServerResponse, play: ReplyPlay): Promise<boolean> {
  const { wire, call, reply, fault, pace } = play;
  response.writeHead(200, fault?.type === 'wrong-type' ? { 'content-type': 'text/html' } : EVENT_STREAM);
  if (fault?.type === 'mute') {
    response.flushHeaders();
    return false;
  }
  await write(response, wire.events.head(call, reply));
  await wait(pace.firstTokenMs);
  const [first = '', ...others] = piecesOf(textOf(reply, fault));
  if (first !== '') await write(response, wire.events.text(call, first));
  if (fault?.type === 'repeat') await write(response, wire.events.text(call, first));
  if (fault !== null && breaksOff(response, play, fault)) return false;
  for (const piece of others) {
    if (response.destroyed) return false;
    await wait(pace.betweenTextsMs);
    await write(response, wire.events.text(call, piece), fault?.type);
  }
  return endStream(response, play);
}

const wait = async (ms: number | undefined): Promise<void> => {
  if (ms !== undefined) await setTimeout(ms);
};

function endStream(response: ServerResponse, { wire, call, reply, fault }: ReplyPlay): boolean {
  const isUnfinished = fault?.type === 'no-finish';
  const isHeard = !response.destroyed;
  if (fault?.type === 'repeat') response.write(wire.events.tail(call, reply));
  response.end(isUnfinished ? wire.events.unfinished(call) : wire.events.tail(call, reply));
  return isHeard && !isUnfinished;
}

/** What happens after the first piece; true when the reply ends with it. */
function breaksOff(response: ServerResponse, { wire }: ReplyPlay, fault: ModelFault): boolean {
  switch (fault.type) {
    case 'stall':
      return true;
    case 'cut':
      response.destroy();
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'error-event':
      response.end(wire.events.error(fault.code));
      return true;
    case 'malformed':
      response.end('event: content_block_delta\ndata: {"a\n\n');
      return true;
    default:
      return false;
  }
}

const HUGE_BYTES = 10_000_000;
const ENDLESS_WORD = `${'a'.repeat(999)} `;

function textOf({ text }: ModelReply, fault: ModelFault | null): string {
  if (fault?.type === 'empty') return '';
  if (fault?.type === 'huge') return 'a'.repeat(HUGE_BYTES);
  return fault?.type === 'endless' ? ENDLESS_WORD.repeat(HUGE_BYTES / ENDLESS_WORD.length) : text;
}

/** A gzip file of many members is one stream: each is a small file of 16 MiB of the same letter. */
function gzipBomb(): Buffer {
  const member = gzipSync(Buffer.alloc(16 * 1_024 * 1_024, 'a'));
  const start = gzipSync('data: ');
  return Buffer.concat([start, ...Array.from({ length: 64 }, () => member)]);
}

/** A few words at a time. */
const piecesOf = (text: string): string[] => text.match(/(?:\S+\s*){1,3}/g) ?? [];

const BROKEN = Buffer.from([0xc3, 0x28]);
/** A mark that a text may carry for where its bytes are broken. */
const PLACE = '\u{1F4A5}';

async function write(response: ServerResponse, events: string, fault?: ModelFault['type']): Promise<void> {
  const bytes = Buffer.from(events);
  const place = Buffer.from(PLACE);
  const at = fault === 'broken-utf8' ? bytes.indexOf(place) : -1;
  if (at !== -1)
    await flush(response, Buffer.concat([bytes.subarray(0, at), BROKEN, bytes.subarray(at + place.length)]));
  // Three bytes a piece: no character of four bytes is left whole.
  else if (fault === 'split-utf8')
    for (let start = 0; start < bytes.length; start += 3)
      await flush(response, bytes.subarray(start, start + 3));
  else await flush(response, bytes);
}

/** One piece of the body, alone on the wire. */
async function flush(response: ServerResponse, bytes: Buffer): Promise<void> {
  if (response.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once('close', resolve);
  response.write(bytes, () => resolve());
  await promise;
  response.off('close', resolve);
  await setImmediate();
}

import { Problem } from './problem.js';
import { send } from './send.js';

/** @typedef {{ readonly id: string | null, readonly type: string }} Kind */

/** In a row, without an event between them. */
const MAX_RECONNECTS = 6;
const FIRST_PAUSE_MS = 300;
/** The fleet sends a comment every 15 s: who says less is gone, even where the network does not tell. */
const SILENCE_MS = 60_000;

/**
 * The events behind a path, from the first to `done`; a lost connection is taken up where it broke. EventSource cannot
 * send the key, hence fetch.
 * @template Event
 * @param {string} key
 * @param {string} path
 * @param {{ signal: AbortSignal, whatGoesOn: string }} reader `whatGoesOn`: for who has lost the stream.
 * @returns {AsyncGenerator<Event & Kind, void, undefined>}
 */
export async function* readEvents(key, path, { signal, whatGoesOn }) {
  /** @type {string | null} */
  let lastId = null;
  for (let lost = 0; lost <= MAX_RECONNECTS; lost += 1) {
    if (lost > 0) await pause(FIRST_PAUSE_MS * 2 ** (lost - 1), signal);
    for await (const event of readOnce(key, path, lastId, signal)) {
      lost = 0;
      lastId = event.id ?? lastId;
      yield event;
      if (event.type === 'done') return;
    }
  }
  const detail = `The connection broke again and again. ${whatGoesOn}`;
  throw new Problem({ status: 0, title: 'The stream was lost', detail });
}

/**
 * Ends when the connection does; a refusal by the fleet is thrown.
 * @template Event
 * @param {string} key
 * @param {string} path
 * @param {string | null} lastId
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Event & Kind, void, undefined>}
 */
async function* readOnce(key, path, lastId, signal) {
  const headers = lastId === null ? {} : { 'last-event-id': lastId };
  try {
    const response = await send(key, { path, headers, signal, isStream: true });
    if (response.body !== null) yield* parseEvents(response.body);
  } catch (error) {
    const isRefusal =
      error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
    if (isRefusal || signal.aborted) throw error;
  }
}

/**
 * @template Event
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<Event & Kind, void, undefined>}
 */
async function* parseEvents(body) {
  let buffered = '';
  for await (const text of textOf(body)) {
    const blocks = (buffered + text).split('\n\n');
    buffered = blocks.pop() ?? '';
    for (const block of blocks) {
      /** @type {(Event & Kind) | null} */
      const event = parseEvent(block);
      if (event !== null) yield event;
    }
  }
}

/**
 * By a reader: not every browser iterates over a stream.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<string, void, undefined>}
 */
async function* textOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await within(SILENCE_MS, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/**
 * @template Value
 * @param {number} limitMs
 * @param {Promise<Value>} promise
 * @returns {Promise<Value>}
 */
function within(limitMs, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DOMException('The stream fell silent.', 'TimeoutError')),
      limitMs,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * What the fleet sends is what the contract says; nothing here checks it again.
 * @template Event
 * @param {string} block
 * @returns {(Event & Kind) | null} null for a heartbeat, which is a comment.
 */
export function parseEvent(block) {
  /** @type {Map<string, string>} */
  const fields = new Map();
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) fields.set(name, value);
  }
  const data = fields.get('data');
  if (data === undefined) return null;
  const kind = { id: fields.get('id') ?? null, type: fields.get('event') ?? 'message' };
  return { ...kind, ...JSON.parse(`{"data":${data}}`) };
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('The view was left.', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

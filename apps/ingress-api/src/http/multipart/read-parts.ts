import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { Fault } from '@ragfleet/kernel';
import { extendArrival } from '../arrival-limit.ts';
import type { Part, PartLimits } from './contract.ts';

/** Of one part: names and types are short, and nothing else is read. */
const MAX_PART_HEADERS = 16;
const MAX_PART_HEADER_BYTES = 8 * 1024;
/** A rejected body is read to its end, so that the client gets to read the reply; this long at the most. */
const DISCARD_MS = 15_000;

/**
 * The parts of a multipart/form-data body, streamed: what is not taken holds up the client. Faults: malformed, too-large,
 * unsupported-media-type, canceled when the client hangs up. Whatever ends the reading, the rest of the body is dropped.
 */
export async function* readParts(
  request: IncomingMessage,
  limits: PartLimits,
): AsyncGenerator<Part, void, undefined> {
  const parser = openParser(request, limits);
  const parts = queueParts(parser, limits);
  const stopWatching = watchRequest(request, limits, parts.fail);
  request.pipe(parser);
  try {
    yield* parts.queue;
  } finally {
    stopWatching();
    request.unpipe(parser);
    parts.fail(new Fault('canceled', 'Nobody reads on.'));
    request.resume();
    extendArrival(request, DISCARD_MS);
  }
}

function openParser(request: IncomingMessage, limits: PartLimits): BusboyInstance {
  const { 'content-type': contentType = '', 'content-length': announced, ...headers } = request.headers;
  if (headers['content-encoding'] !== undefined)
    throw new Fault('unsupported-media-type', 'Send the form plain, without Content-Encoding.');
  if (Number(announced ?? 0) > limits.maxBytes) throw bodyTooLarge(limits);
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': contentType },
      preservePath: true,
      limits: {
        fileSize: limits.maxFileBytes,
        files: limits.maxFiles,
        fields: limits.maxFields,
        fieldSize: limits.maxFieldBytes,
        headerPairs: MAX_PART_HEADERS,
        headerSize: MAX_PART_HEADER_BYTES,
      },
    });
  } catch (cause) {
    const detail = 'The Content-Type names no boundary. Let your HTTP client write this header.';
    throw new Fault('malformed', detail, { cause });
  }
}

interface PartQueue {
  /** Bounded by the limits on files and fields. */
  readonly queue: AsyncIterable<Part>;
  readonly fail: (fault: Fault) => void;
}

function queueParts(parser: BusboyInstance, limits: PartLimits): PartQueue {
  const queue = new Readable({ objectMode: true, read: () => undefined });
  // Who reads a file at the time learns of it there.
  queue.on('error', () => undefined);
  const open = new Set<BusboyFileStream>();
  const fail = (fault: Fault): void => {
    for (const file of open) file.destroy(fault);
    queue.destroy(fault);
  };
  let files = 0;
  // oxlint-disable-next-line typescript/no-useless-default-assignment -- a part of binary type may have no name
  parser.on('file', (...[name, content, fileName = '', , mediaType]) => {
    const pointer = `/files/${files}`;
    files += 1;
    open.add(content);
    content.once('close', () => open.delete(content));
    content.on('error', (cause) => fail(cause instanceof Fault ? cause : unreadable(cause)));
    content.once('limit', () => fail(fileTooLarge(limits, pointer)));
    queue.push({
      kind: 'file',
      name: name ?? '',
      fileName,
      mediaType,
      content: contentOf(content),
    } satisfies Part);
  });
  parser.on('field', (name, value, _isNameCut, isCut) => {
    if (isCut) fail(fieldTooLarge(limits));
    else queue.push({ kind: 'field', name: name ?? '', value } satisfies Part);
  });
  parser.on('filesLimit', () => fail(tooMany(`${limits.maxFiles} files`)));
  parser.on('fieldsLimit', () => fail(tooMany(`${limits.maxFields} fields`)));
  parser.on('error', (cause) => fail(unreadable(cause)));
  parser.on('finish', () => queue.push(null));
  return { queue, fail };
}

/** Fails the parts when the client goes away or sends too much; returns what stops it. */
function watchRequest(
  request: IncomingMessage,
  limits: PartLimits,
  fail: (fault: Fault) => void,
): () => void {
  const endsAtMs = performance.now() + limits.maxMs;
  let received = 0;
  const onData = (chunk: Uint8Array): void => {
    received += chunk.length;
    if (received > limits.maxBytes) fail(bodyTooLarge(limits));
    extendArrival(request, Math.min(limits.maxIdleMs, endsAtMs - performance.now()));
  };
  const onGone = (): void => {
    if (!request.complete) fail(new Fault('canceled', 'The client hung up before the form was complete.'));
  };
  request.on('data', onData).once('close', onGone);
  // It may have gone before anybody listened.
  if (request.destroyed) onGone();
  return () => request.off('data', onData).off('close', onGone);
}

async function* contentOf(file: BusboyFileStream): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* file;
  } catch (cause) {
    throw cause instanceof Fault ? cause : unreadable(cause);
  }
}

const unreadable = (cause: unknown): Fault =>
  new Fault('malformed', 'The form ended early or is no multipart/form-data. Send it again.', { cause });
const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;
const bodyTooLarge = ({ maxBytes }: PartLimits): Fault =>
  new Fault('too-large', `Send at most ${megabytes(maxBytes)} at once. Use several requests.`);
const fieldTooLarge = ({ maxFieldBytes }: PartLimits): Fault =>
  new Fault('too-large', `Send at most ${Math.floor(maxFieldBytes / 1024)} kB in a field beside the files.`);
const tooMany = (what: string): Fault =>
  new Fault('too-large', `Send at most ${what} at once. Use several requests.`);

function fileTooLarge({ maxFileBytes }: PartLimits, pointer: string): Fault {
  const message = `A file may have ${megabytes(maxFileBytes)}. Split it.`;
  const detail =
    'Leave out or split the file that `errors` names, counted from 0; nothing of this request was kept.';
  return new Fault('too-large', detail, { problems: [{ pointer, message }] });
}

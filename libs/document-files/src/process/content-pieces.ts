import { open } from 'node:fs/promises';
import type { SourceFile } from '../contract.ts';
import { ExtractionError } from '../extract/extraction-error.ts';

const PIECE_BYTES = 256 * 1024;

/**
 * A file's bytes in pieces of at most 256 kB, so that nothing that handles one takes long. ExtractionError `unreadable`
 * for a path that cannot be read; the error of a stream is the stream's. The signal ends it also where a stream hangs.
 */
export async function* contentPieces(
  content: SourceFile['content'],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of untilAborted(chunksOf(content), signal))
    for (let at = 0; at < chunk.byteLength; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

async function* chunksOf(content: SourceFile['content']): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else if ('path' in content) yield* chunksOfPath(content.path);
  else yield* content;
}

async function* chunksOfPath(path: string): AsyncGenerator<Uint8Array> {
  try {
    await using file = await open(path);
    // A pipe or a device may never end.
    if (!(await file.stat()).isFile()) throw new Error('Not a regular file.');
    for await (const chunk of file.createReadStream({ highWaterMark: PIECE_BYTES, autoClose: false }))
      if (chunk instanceof Uint8Array) yield chunk;
  } catch (cause) {
    throw new ExtractionError(
      'unreadable',
      'The file cannot be read. Check that it is there, and its permissions.',
      {
        cause,
      },
    );
  }
}

async function* untilAborted(
  chunks: AsyncGenerator<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const aborted = Promise.withResolvers<never>();
  // Whoever waits hears of it; nobody may be waiting.
  aborted.promise.catch(() => undefined);
  const onAbort = (): void => aborted.reject(asError(signal.reason));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    for (;;) {
      const step = await Promise.race([chunks.next(), aborted.promise]);
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a stream that hangs would hold whoever gave up on it.
    chunks.return(undefined).catch(() => undefined);
  }
}

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error('The reading of the file was ended.', { cause: reason });

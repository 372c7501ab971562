import { Fault } from '@ragfleet/kernel';
import type { Extraction, FileExtractor, SourceFile } from '../contract.ts';
import { detectType, type FileFacts } from '../extract/detect-type.ts';
import { extractDocuments, fileFailure, fileTooLarge } from '../extract/extract-documents.ts';
import { ExtractionError } from '../extract/extraction-error.ts';
import { EXTRACTION_LIMITS, type ExtractionLimits } from '../extract/extraction-limits.ts';
import { contentPieces } from './content-pieces.ts';
import type { ExtractionProcess } from './extraction-process.ts';
import type { Batch } from './messages.ts';
import { createProcessPool, type ProcessPool } from './process-pool.ts';
import { createTimeBudget } from './time-budget.ts';
import { createTurns } from './turns.ts';

export interface FileExtractorOptions {
  /** How many files are read at the same time, each in a process of its own. */
  readonly processes?: number;
  /** Resident memory of one process; it starts at about 90 MB. */
  readonly maxProcessBytes?: number;
  /** Work on one file. The time that its bytes take to come, or its documents to be taken, does not count. */
  readonly maxFileMs?: number;
  /** Files that wait for a process. */
  readonly maxWaiting?: number;
  readonly maxWaitMs?: number;
  readonly idleMs?: number;
  readonly limits?: Partial<ExtractionLimits>;
}

type Settings = Required<Omit<FileExtractorOptions, 'limits'>> & { readonly limits: ExtractionLimits };

const DEFAULTS = {
  processes: 1,
  maxProcessBytes: 512 * 1024 * 1024,
  maxFileMs: 60_000,
  maxWaiting: 64,
  maxWaitMs: 300_000,
  idleMs: 30_000,
};
/** Plain text up to this size is read where it is: that takes a few milliseconds, and no process. */
const IN_PLACE_BYTES = 256 * 1024;

/**
 * Reads files as documents. Whatever needs a parser runs in child processes with a memory limit and a deadline, so
 * that a hostile file costs itself alone. Costs nothing until the first such file.
 */
export function createFileExtractor(options: FileExtractorOptions = {}): FileExtractor {
  const settings = { ...DEFAULTS, ...options, limits: { ...EXTRACTION_LIMITS, ...options.limits } };
  const pool = createProcessPool(settings);
  const turn = createTurns();
  return {
    extract: (file, signal) => extract({ pool, settings, turn }, file, signal),
    close: async () => pool.close(),
  };
}

interface Means {
  readonly pool: ProcessPool;
  readonly settings: Settings;
  readonly turn: () => Promise<void>;
}

async function* extract(
  { pool, settings, turn }: Means,
  file: SourceFile,
  signal: AbortSignal,
): AsyncGenerator<Extraction> {
  const facts: FileFacts = { name: file.name, mediaType: file.mediaType, id: file.id, title: file.title };
  const pieces = bounded(contentPieces(file.content, signal), settings.limits);
  try {
    await turn();
    const head = await readHead(pieces);
    if (head.isWhole && isReadInPlace(head.bytes, facts)) {
      await turn();
      yield* extractDocuments(head.bytes, facts, settings.limits);
    } else yield* extractElsewhere({ pool, settings, facts, signal }, head.bytes, pieces);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ExtractionError)) throw error;
    yield fileFailure(facts, error);
  } finally {
    await pieces.return(undefined);
  }
}

/** Enough of the beginning to see whether more is needed. */
async function readHead(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  const head: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= IN_PLACE_BYTES) {
    const step = await pieces.next();
    if (step.done === true) return { bytes: Buffer.concat(head), isWhole: true };
    head.push(step.value);
    sizeBytes += step.value.byteLength;
  }
  return { bytes: Buffer.concat(head), isWhole: false };
}

/** Throws when the file is nothing that is read. */
const isReadInPlace = (bytes: Uint8Array, facts: FileFacts): boolean =>
  bytes.byteLength === 0 || ['text', 'markdown', 'jsonl'].includes(detectType(bytes, facts));

async function* bounded(
  pieces: AsyncIterable<Uint8Array>,
  limits: ExtractionLimits,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const piece of pieces) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > limits.maxFileBytes) throw fileTooLarge(limits);
    yield piece;
  }
}

interface Reading {
  readonly pool: ProcessPool;
  readonly settings: Settings;
  readonly facts: FileFacts;
  readonly signal: AbortSignal;
}

async function* extractElsewhere(
  reading: Reading,
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Extraction> {
  const { pool, signal } = reading;
  const reader = await pool.acquire(signal);
  const onAbort = (): void => reader.kill(new Fault('canceled', 'The reading of the file was ended.'));
  signal.addEventListener('abort', onAbort, { once: true });
  let isDone = false;
  try {
    signal.throwIfAborted();
    for await (const batch of batchesOf(reader, reading, head, rest)) {
      yield* batch.extractions;
      isDone = batch.isLast;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!isDone && reader.isFit) await reader.drop().catch(() => undefined);
    pool.release(reader);
  }
}

async function* batchesOf(
  reader: ExtractionProcess,
  { settings, facts }: Reading,
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Batch> {
  const budget = createTimeBudget(settings.maxFileMs, () => reader.kill(tooSlow()));
  await budget.spend(() => reader.begin(facts, settings.limits));
  await budget.spend(() => reader.send(head));
  for await (const piece of rest) await budget.spend(() => reader.send(piece));
  for (;;) {
    const batch = await budget.spend(() => reader.next());
    yield batch;
    if (batch.isLast) return;
  }
}

const tooSlow = (): ExtractionError =>
  new ExtractionError(
    'too-slow',
    'Reading the file takes longer than a file may take. Split it, or save it in a simpler form such as text.',
  );

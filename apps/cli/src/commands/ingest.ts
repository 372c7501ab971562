import { openAsBlob } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import type { IngestedDocument, RagfleetClient, UploadFile, UploadOptions } from '@ragfleet/client';
import { documentIdOf, type ListedFile } from '@ragfleet/document-files';
import { Fault } from '@ragfleet/kernel';
import { clientAs, type CommandContext } from '../command-context.ts';
import { followIngestion } from '../ingest/follow-ingestion.ts';
import { report } from '../ingest/report-ingest.ts';
import { batchesOf, listFiles, MAX_FILE_BYTES } from '../ingest/plan-uploads.ts';
import type { IngestProgress, IngestSize } from '../ingest/progress.ts';
import { showBars } from '../ingest/progress-bars.ts';
import { showLines } from '../ingest/progress-lines.ts';
import { type Counts, type EndedIngestion, sumCounts, sumIngestions } from '../ingest/sum-ingestions.ts';

export interface IngestOptions extends Pick<UploadOptions, 'namespace' | 'department' | 'embedding'> {
  readonly json: boolean;
}

interface Run {
  readonly client: RagfleetClient;
  /** Aborts when the user stops it, or when a part of it has failed. */
  readonly signal: AbortSignal;
  readonly options: Omit<IngestOptions, 'json'>;
  readonly progress: IngestProgress;
  /** By ingestion, as last heard. */
  readonly counts: Map<string, Counts>;
  /** Files that are not sent. */
  readonly refused: IngestedDocument[];
  files: number;
  bytes: number;
}

/** Ingestions that wait for the worker while the next files are sent. */
const MAX_OPEN = 4;
const TOO_LARGE = 'The file is larger than 50 MB. Split it.';
/** Of files that are not sent, where no other is. */
const MAX_SAID = 10;
const UNREADABLE = 'The file cannot be read. Check its permissions.';

/** Sends the files of a folder, or one file, and waits until all are searchable. True when none failed. */
export async function ingest(
  context: CommandContext,
  path: string,
  options: IngestOptions,
): Promise<boolean> {
  const { json, ...labels } = options;
  const { leftOut, ...size } = await measure(path);
  if (size.files === 0)
    throw new Fault('invalid-input', 'The folder holds no .md, .txt, .html, .pdf, .docx or .jsonl file.');
  const client = await clientAs(context, 'admin');
  const { terminal, say } = context;
  if (leftOut > 0) say(`${leftOutLine(leftOut)}\n`);
  const progress = terminal === null ? showLines(size, { say }) : showBars(size, terminal);
  const failed = new AbortController();
  const signal = AbortSignal.any([context.signal, failed.signal]);
  const state = { counts: new Map(), refused: [], files: 0, bytes: 0 };
  const run: Run = { client, signal, options: labels, progress, ...state };
  const [first, ...others] = await sendAll(run, path).catch(async (error: unknown) => {
    // What is still followed would hold the process until it ends.
    failed.abort(error);
    await progress.end(false);
    if (run.counts.size > 0) say(`What was accepted goes on: ${[...run.counts.keys()].join(', ')}\n`);
    throw error;
  });
  if (first === undefined) {
    await progress.end(false);
    const said = run.refused.slice(0, MAX_SAID).map(lineOf);
    const unsaid = run.refused.length - said.length;
    throw new Fault('invalid-input', [...said, ...(unsaid > 0 ? [`… and ${unsaid} more`] : [])].join('\n'));
  }
  const outcome = sumIngestions([first, ...others], run.refused);
  const failures = [...run.refused, ...[first, ...others].flatMap((ended) => ended.failures)];
  const isOk = outcome.counts.failed === 0;
  await progress.end(isOk);
  report(context, { outcome, failures, json });
  return isOk;
}

const leftOutLine = (files: number): string =>
  `${files === 1 ? '1 file is' : `${files} files are`} left out: neither txt, md, html, pdf, docx nor jsonl`;

async function measure(path: string): Promise<IngestSize & { readonly leftOut: number }> {
  let [files, bytes, leftOut] = [0, 0, 0];
  const onOtherFile = (): void => void (leftOut += 1);
  for await (const { sizeBytes } of listFiles(path, { onOtherFile })) {
    files += 1;
    bytes += sizeBytes;
  }
  return { files, bytes, leftOut };
}

/** Sends the files batch by batch, and follows each ingestion from its acceptance on. */
async function sendAll(run: Run, path: string): Promise<EndedIngestion[]> {
  const all: Promise<EndedIngestion>[] = [];
  const open = new Set<Promise<unknown>>();
  for await (const batch of batchesOf(listFiles(path))) {
    const id = await send(run, batch);
    if (id === null) continue;
    const ended = follow(run, id);
    all.push(ended);
    const settled = ended.finally(() => open.delete(settled));
    // Whoever waits for it learns of it: here, or at the end.
    settled.catch(() => undefined);
    open.add(settled);
    if (open.size >= MAX_OPEN) await Promise.race(open);
  }
  return Promise.all(all);
}

/** The id of the ingestion; null when no file of the batch can be sent. */
async function send(run: Run, batch: readonly ListedFile[]): Promise<string | null> {
  const { client, signal, options, progress, counts, refused } = run;
  const files: UploadFile[] = [];
  for (const file of batch) {
    const reason = await reasonToRefuse(file);
    if (reason === null) files.push({ name: file.name, content: await openAsBlob(file.path) });
    else refused.push(refusedFile(file.name, reason));
  }
  const ingestion = files.length === 0 ? null : await client.documents.upload(files, { ...options, signal });
  run.files += batch.length;
  run.bytes += batch.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  progress.uploaded(run.files, run.bytes);
  if (ingestion === null) return null;
  counts.set(ingestion.id, ingestion.counts);
  return ingestion.id;
}

function follow({ client, signal, progress, counts }: Run, id: string): Promise<EndedIngestion> {
  return followIngestion(client, id, {
    signal,
    onProgress: (ingestion) => {
      counts.set(id, ingestion.counts);
      progress.counted(sumCounts(counts.values()));
    },
  });
}

/** Once it is sent, a file that cannot be read looks like a fleet that does not answer. */
async function reasonToRefuse({ path, sizeBytes }: ListedFile): Promise<string | null> {
  if (sizeBytes > MAX_FILE_BYTES) return TOO_LARGE;
  return access(path, constants.R_OK).then(
    () => null,
    () => UNREADABLE,
  );
}

const lineOf = ({ document_id: id, error }: IngestedDocument): string => `${id}: ${error ?? ''}`;

const refusedFile = (name: string, error: string): IngestedDocument => ({
  document_id: documentIdOf(name),
  status: 'failed',
  chunks: 0,
  error,
  position: 0,
});

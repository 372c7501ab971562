import type { Ingestion, RagfleetClient } from '@ragfleet/client';
import { type ExtractedDocument, isExtractionFailure, readDocumentFiles } from '@ragfleet/document-files';
import { Fault } from '@ragfleet/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';

export interface IngestOptions {
  readonly json: boolean;
  /** For files that name none themselves. */
  readonly namespace?: string;
}

// One request stays below the 16 MB and the 1,000 documents that it may have.
const MAX_DOCUMENTS = 500;
const MAX_CHARACTERS = 4_000_000;
const POLL_MS = 500;

/** Sends every text file of a folder and waits until all are searchable. True when none failed. */
export async function ingest(context: CommandContext, dir: string, options: IngestOptions): Promise<boolean> {
  const files: ExtractedDocument[] = [];
  let failures = 0;
  for await (const extraction of readDocumentFiles(dir, { signal: context.signal })) {
    if (isExtractionFailure(extraction)) {
      failures += 1;
      context.say(`${extraction.source}: ${extraction.error.message}\n`);
    } else files.push(extraction);
  }
  if (files.length === 0)
    throw new Fault('invalid-input', 'The folder holds no .txt, .md, .html, .pdf, .docx or .jsonl file.');
  const documents = files.map((file) => ({
    ...file,
    ...(file.namespace === undefined && options.namespace !== undefined
      ? { namespace: options.namespace }
      : {}),
  }));
  const client = await clientAs(context, 'admin');
  let last: Ingestion | null = null;
  let ok = failures === 0;
  for (const batch of batchesOf(documents)) {
    last = await ingestBatch(context, client, batch);
    ok &&= last.status === 'finished' && last.counts.failed === 0;
    if (options.json) context.print(jsonLine(last));
  }
  if (!options.json) context.print(`${documents.length} documents, ${ok ? 'all searchable' : 'some failed'}`);
  return ok;
}

async function ingestBatch(
  { say, signal }: CommandContext,
  client: RagfleetClient,
  batch: readonly ExtractedDocument[],
): Promise<Ingestion> {
  let ingestion = await client.documents.submit(batch, { signal });
  while (ingestion.status === 'queued' || ingestion.status === 'running') {
    const { total, pending } = ingestion.counts;
    say(`\r${ingestion.id}: ${total - pending} of ${total}`);
    await delay(POLL_MS, undefined, { signal });
    ingestion = await client.ingestions.get(ingestion.id, { signal });
  }
  say(
    `\r${ingestion.id}: ${ingestion.counts.total - ingestion.counts.failed} of ${ingestion.counts.total}\n`,
  );
  return ingestion;
}

function batchesOf(documents: readonly ExtractedDocument[]): ExtractedDocument[][] {
  const batches: ExtractedDocument[][] = [];
  let characters = 0;
  for (const document of documents) {
    const batch = batches.at(-1);
    characters += document.content.length;
    if (batch !== undefined && batch.length < MAX_DOCUMENTS && characters <= MAX_CHARACTERS) {
      batch.push(document);
      continue;
    }
    batches.push([document]);
    characters = document.content.length;
  }
  return batches;
}

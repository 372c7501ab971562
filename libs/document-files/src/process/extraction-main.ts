import { Worker } from 'node:worker_threads';
import { type Extraction, isExtractionFailure } from '../contract.ts';
import { extractDocuments } from '../extract/extract-documents.ts';
import { type Batch, type Command, command } from './messages.ts';

/** The process that reads one file at a time. It holds no secrets, opens no files and may be killed at any moment. */

const BATCH_CHARACTERS = 1024 * 1024;
const BATCH_EXTRACTIONS = 500;
/** Memory that a reader did not give back would be charged to the next file. */
const SPENT_SHARE = 0.5;
const maxProcessBytes = Number(process.argv[2]);

let chunks: Uint8Array[] = [];
let begun: Extract<Command, { kind: 'begin' }> | null = null;
let extractions: AsyncGenerator<Extraction> | null = null;

async function nextBatch(source: AsyncGenerator<Extraction>): Promise<Batch> {
  const extractions: Extraction[] = [];
  let characters = 0;
  let isLast = false;
  while (!isLast && extractions.length < BATCH_EXTRACTIONS && characters < BATCH_CHARACTERS) {
    const step = await source.next();
    if (step.done === true) isLast = true;
    else {
      extractions.push(step.value);
      characters += isExtractionFailure(step.value) ? 0 : step.value.content.length;
    }
  }
  return { extractions, isLast, isSpent: process.memoryUsage.rss() > maxProcessBytes * SPENT_SHARE };
}

function forget(): void {
  chunks = [];
  begun = null;
  extractions = null;
}

async function obey(received: Command): Promise<void> {
  switch (received.kind) {
    case 'begin':
      forget();
      begun = received;
      return;
    case 'bytes':
      chunks.push(received.chunk);
      return;
    case 'drop':
      forget();
      return;
    case 'next': {
      if (begun === null) return;
      extractions ??= extractDocuments(Buffer.concat(chunks), begun.file, begun.limits);
      chunks = [];
      const batch = await nextBatch(extractions);
      if (batch.isLast) forget();
      process.send?.(batch);
    }
  }
}

// What a reader leaves behind, such as a rejected promise of its own, is this file's damage: the parent sees the end.
process.on('message', (message) => void obey(command.parse(message)));
process.on('disconnect', () => process.exit(0));
new Worker(new URL('memory-watch-main.ts', import.meta.url), { workerData: maxProcessBytes }).unref();

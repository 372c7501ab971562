import { Fault } from '@ragfleet/kernel';
import type { BatchEmbedder, EmbeddingBatch } from '@ragfleet/rag-core';
import { type OpenAI, toFile } from 'openai';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { faultOf } from '../vendor/vendor-failure.ts';
import { type OpenAiService, openAiClient } from './openai-client.ts';
import { openAiFailures } from './openai-failures.ts';
import { embeddingSize, unitVector, vectorOf } from './vector-codec.ts';

/** Its files are uploaded by the platform's own fetch: a shared one sends text alone. */
export interface OpenAiBatchEmbedderOptions extends Omit<OpenAiService, 'fetch'> {
  readonly model: string;
  readonly dimension: number;
}

const ENDPOINT = '/v1/embeddings';
const COMPLETION_WINDOW = '24h';
// The service takes 50,000 texts and 200 MB; these keep a batch's vectors (1,536 dimensions: 31 MB) within a worker's memory.
const MAX_TEXTS = 5_000;
const MAX_BYTES = 32_000_000;
const MAX_LINE_CHARACTERS = 1_000_000;

/** One line of the output file, as much of it as is trusted. */
const outputLine = z.object({
  custom_id: z.string(),
  response: z
    .object({
      status_code: z.number(),
      body: z.object({
        data: z.array(z.object({ embedding: z.union([z.string(), z.array(z.number())]) })).default([]),
        usage: z.object({ total_tokens: z.number() }).optional(),
      }),
    })
    .nullable(),
});

/**
 * The batch API of OpenAI and of services that speak it: half the price, ready within a day. One request a text, so
 * that a refused text costs itself alone. No retry of its own.
 */
export function createOpenAiBatchEmbedder(options: OpenAiBatchEmbedderOptions): BatchEmbedder {
  const { apiKey, baseUrl, model, dimension } = options;
  const client = openAiClient({ apiKey, ...(baseUrl !== undefined && { baseUrl }) });
  const run = async <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw faultOf(error, signal, openAiFailures);
    }
  };
  const requestOf = ({ key, text }: { readonly key: string; readonly text: string }): string => {
    const body = { model, input: text, encoding_format: 'base64', ...embeddingSize(model, dimension) };
    return JSON.stringify({ custom_id: key, method: 'POST', url: ENDPOINT, body });
  };

  return {
    model,
    maxTextsPerBatch: MAX_TEXTS,
    maxBytesPerBatch: MAX_BYTES,
    submit: (texts, signal) =>
      run(signal, async () => {
        const content = Buffer.from(texts.map(requestOf).join('\n'));
        const file = await toFile(content, 'passages.jsonl', { type: 'application/jsonl' });
        const input = await client.files.create({ file, purpose: 'batch' }, { signal });
        const batch = await client.batches.create(
          { input_file_id: input.id, endpoint: ENDPOINT, completion_window: COMPLETION_WINDOW },
          { signal },
        );
        return batch.id;
      }),
    collect: (batchId, signal) =>
      run(signal, async () => {
        const batch = await client.batches.retrieve(batchId, { signal });
        const ended = outcomeOf(batch.status);
        if (ended === 'waiting') return { status: 'waiting' };
        const fileId = batch.output_file_id ?? '';
        if (ended === 'failed' || fileId === '') return failed(batch.status);
        return readVectors(client, fileId, { dimension, signal });
      }),
    discard: (batchId, signal) =>
      run(signal, async () => {
        const batch = await client.batches.retrieve(batchId, { signal });
        const files = [batch.input_file_id, batch.output_file_id, batch.error_file_id].filter(Boolean);
        // One that is gone already is what was wanted; one that stays is the service's to expire.
        await Promise.allSettled(files.map((id) => client.files.delete(id ?? '', { signal })));
      }),
  };
}

/** What is done of an expired batch is paid for, and good. */
function outcomeOf(status: OpenAI.Batch['status']): 'waiting' | 'ready' | 'failed' {
  if (status === 'completed' || status === 'expired') return 'ready';
  return status === 'failed' || status === 'cancelled' ? 'failed' : 'waiting';
}

const failed = (status: string): EmbeddingBatch => ({
  status: 'failed',
  error: `The embedding service ended the batch as ${status}, without vectors.`,
});

async function readVectors(
  client: OpenAI,
  fileId: string,
  { dimension, signal }: { readonly dimension: number; readonly signal: AbortSignal },
): Promise<EmbeddingBatch> {
  const { body } = await client.files.content(fileId, { signal });
  if (body === null) throw new Fault('corrupt', 'The embedding service sent an empty batch.');
  const vectors = new Map<string, Float32Array>();
  let tokens = 0;
  // Line by line: the text of a batch is four times its vectors.
  for await (const line of createInterface({ input: Readable.fromWeb(body), signal })) {
    if (line.trim() === '') continue;
    const { custom_id: key, response } = parsedLine(line);
    const [embedded] = response?.status_code === 200 ? response.body.data : [];
    if (embedded === undefined) continue;
    const vector = vectorOf(embedded.embedding);
    if (vector.length !== dimension)
      throw new Fault('corrupt', 'The embedding model has another dimension. Set the one that it has.');
    vectors.set(key, unitVector(vector));
    tokens += response?.body.usage?.total_tokens ?? 0;
  }
  return { status: 'ready', vectors, tokens };
}

function parsedLine(line: string): z.output<typeof outputLine> {
  try {
    if (line.length <= MAX_LINE_CHARACTERS) return outputLine.parse(JSON.parse(line));
  } catch (cause) {
    throw new Fault('corrupt', 'The embedding service sent a batch that cannot be read.', { cause });
  }
  throw new Fault('corrupt', 'The embedding service sent a batch with a line that is too long.');
}

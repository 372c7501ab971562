import { Readable } from 'node:stream';
import type * as S3 from '@aws-sdk/client-s3';
import { Fault } from '@ragfleet/kernel';
import type { DocumentSource, SourceItem, SourceReading } from '@ragfleet/rag-core';
import { hasExtension } from '../extensions.ts';
import { isNotModified, isNoSuchKey, s3Fault } from './s3-fault.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface S3SourceOptions {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  /** Of a store that is not AWS. */
  readonly endpoint: string | null;
  /** The bucket in the path instead of the host name, as MinIO has it. */
  readonly pathStyle: boolean;
  /** Null takes AWS's default chain: environment, files, the pod's role. */
  readonly credentials: S3Credentials | null;
  readonly extensions: readonly string[];
  /** One request, up to its reply's headers; a listing's whole page. */
  readonly requestTimeoutMs?: number;
}

const KEYS_PER_PAGE = 1_000;
const CONNECT_MS = 5_000;
const REQUEST_MS = 30_000;

interface OpenClient {
  readonly s3: typeof S3;
  readonly client: S3.S3Client;
}

/** The objects of a bucket below a prefix; their keys are theirs, whole. The vendor's client is loaded on first use. */
export function createS3Source(options: S3SourceOptions): DocumentSource {
  const { bucket: Bucket, prefix: Prefix, extensions, requestTimeoutMs = REQUEST_MS } = options;
  let opened: Promise<OpenClient> | null = null;
  const open = () => (opened ??= openClient(options));
  const within = (signal: AbortSignal): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);

  return {
    list: async function* (signal) {
      const { s3, client } = await open();
      let ContinuationToken: string | undefined;
      do {
        const page = new s3.ListObjectsV2Command({
          Bucket,
          Prefix,
          MaxKeys: KEYS_PER_PAGE,
          ContinuationToken,
        });
        const reply = await send(() => client.send(page, { abortSignal: within(signal) }), signal);
        for (const { Key = '', ETag, Size, LastModified } of reply.Contents ?? []) {
          if (hasExtension(Key, extensions))
            yield itemOf(Key, revisionOf({ ETag, Size, LastModified }), Size);
        }
        ContinuationToken = reply.NextContinuationToken;
        // Without this a listing that was cut would look like a whole one.
        if (reply.IsTruncated === true && ContinuationToken === undefined)
          throw new Fault('corrupt', 'The bucket’s listing has more pages and does not say where.');
      } while (ContinuationToken !== undefined);
    },
    read: async (Key, knownRevision, signal) => {
      const { s3, client } = await open();
      const timeUp = new AbortController();
      const timer = setTimeout(() => timeUp.abort(), requestTimeoutMs);
      const command = new s3.GetObjectCommand({ Bucket, Key });
      const abortSignal = AbortSignal.any([signal, timeUp.signal]);
      try {
        const object = await send(() => client.send(command, { abortSignal }), signal);
        return readingOf(object, knownRevision, signal);
      } catch (error) {
        if (error instanceof Fault && isNoSuchKey(error.cause)) return { status: 'gone' };
        if (error instanceof Fault && isNotModified(error.cause)) return { status: 'unchanged' };
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function openClient(options: S3SourceOptions): Promise<OpenClient> {
  const s3 = await import('@aws-sdk/client-s3');
  const client = new s3.S3Client({
    region: options.region,
    forcePathStyle: options.pathStyle,
    // The next pass tries again; two layers that retry multiply.
    maxAttempts: 1,
    // Stores that are not AWS know no checksums that nobody asked for.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: options.requestTimeoutMs ?? REQUEST_MS },
    ...(options.endpoint !== null && { endpoint: options.endpoint }),
    ...(options.credentials !== null && { credentials: options.credentials }),
  });
  return { s3, client };
}

async function send<Reply>(call: () => Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  try {
    return await call();
  } catch (error) {
    signal.throwIfAborted();
    throw s3Fault(error);
  }
}

interface ObjectFacts {
  readonly ETag?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
}

const revisionOf = ({ ETag, Size, LastModified }: ObjectFacts): string =>
  ETag ?? `${Size ?? ''}-${LastModified?.getTime() ?? ''}`;

const itemOf = (key: string, revision: string, sizeBytes: number | undefined): SourceItem => ({
  key,
  revision,
  sizeBytes: sizeBytes ?? null,
});

interface ReadObject {
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly ContentType?: string | undefined;
  readonly Body?: unknown;
}

function readingOf(object: ReadObject, knownRevision: string | null, signal: AbortSignal): SourceReading {
  const { Body: content, ContentType, ContentLength: Size } = object;
  if (!(content instanceof Readable)) throw new Fault('corrupt', 'The object has no content.');
  // Nobody may be listening any more when the signal aborts.
  content.on('error', () => {});
  const revision = revisionOf({ ...object, Size });
  if (revision === knownRevision) {
    content.destroy();
    return { status: 'unchanged' };
  }
  // With the reason: a stream that just ends would pass for a whole object.
  signal.addEventListener('abort', () => content.destroy(toError(signal.reason)), { once: true });
  return { status: 'read', revision, mediaType: ContentType ?? null, content };
}

const toError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Fault('canceled', 'The reading was stopped.', { cause: reason });

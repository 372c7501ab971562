import type { Clock } from '@ragfleet/kernel';
import { type AllowHosts, createReadPage } from '@ragfleet/public-http';
import type { DocumentSource } from '@ragfleet/rag-core';
import { createFolderSource } from '../folder/create-folder-source.ts';
import { createS3Source, type S3Credentials } from '../s3/create-s3-source.ts';
import { createWebSource } from '../web/create-web-source.ts';
import type { SourceEntry } from './source-file.ts';

export interface OpenSourceOptions {
  readonly allowHosts: AllowHosts;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

type Entry<Kind> = Extract<SourceEntry, { readonly kind: Kind }>;

const USER_AGENT = 'Ragfleet-Sources/1';
const PAGE_TIMEOUT_MS = 30_000;
const BYTES_PER_MB = 1_048_576;

/** The adapter of a source. Nothing is connected yet. */
export function openSource(entry: SourceEntry, options: OpenSourceOptions): DocumentSource {
  if (entry.kind === 's3') return openS3(entry, options);
  if (entry.kind === 'web') return openWeb(entry, options);
  return createFolderSource({ path: entry.path, extensions: entry.extensions });
}

function openS3(entry: Entry<'s3'>, { env }: OpenSourceOptions): DocumentSource {
  const { bucket, prefix, region, endpoint = null, path_style: pathStyle, extensions } = entry;
  const credentials = credentialsOf(entry, env);
  return createS3Source({ bucket, prefix, region, endpoint, pathStyle, credentials, extensions });
}

function credentialsOf(entry: Entry<'s3'>, env: OpenSourceOptions['env']): S3Credentials | null {
  const { access_key_id_env: id, secret_access_key_env: secret, session_token_env: token } = entry;
  if (id === undefined || secret === undefined) return null;
  const sessionToken = token === undefined ? undefined : env[token];
  const keys = { accessKeyId: env[id] ?? '', secretAccessKey: env[secret] ?? '' };
  return sessionToken === undefined ? keys : { ...keys, sessionToken };
}

function openWeb(entry: Entry<'web'>, { allowHosts, clock }: OpenSourceOptions): DocumentSource {
  const maxBytes = Math.floor(entry.max_item_mb * BYTES_PER_MB);
  const readPage = createReadPage({
    allowHosts,
    userAgent: USER_AGENT,
    maxBytes,
    timeoutMs: PAGE_TIMEOUT_MS,
  });
  const urls = [...new Set(entry.urls.map(withoutFragment))];
  return createWebSource({ urls, readPage, pauseMs: entry.pause_ms, clock });
}

function withoutFragment(text: string): string {
  const url = new URL(text);
  url.hash = '';
  return url.href;
}

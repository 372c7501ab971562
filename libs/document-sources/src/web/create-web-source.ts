import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, Fault, toFault } from '@ragfleet/kernel';
import type { Page, ReadPage } from '@ragfleet/public-http';
import type { DocumentSource, SourceReading } from '@ragfleet/rag-core';
import { decodeRevision, encodeRevision, NO_VALIDATORS } from './page-revision.ts';

export interface WebSourceOptions {
  /** The whole source: no link is followed. */
  readonly urls: readonly string[];
  readonly readPage: ReadPage;
  /** Between the end of one request to a host and the beginning of the next. */
  readonly pauseMs: number;
  readonly clock: Clock;
}

/** When a host may be asked again, in monotonic milliseconds. */
interface Host {
  freeAtMs: number;
  /** The host itself asked not to come before. */
  isBlocked: boolean;
}

/** A list of web pages. One request at a time; pages tell what they are only when they are read. */
export function createWebSource(options: WebSourceOptions): DocumentSource {
  const hosts = new Map<string, Host>();
  return {
    list: async function* (signal) {
      for (const key of options.urls) {
        signal.throwIfAborted();
        yield { key, revision: null, sizeBytes: null };
      }
    },
    read: async (key, knownRevision, signal) => {
      const { host: name } = new URL(key);
      const host = hosts.get(name) ?? { freeAtMs: 0, isBlocked: false };
      hosts.set(name, host);
      await takeTurn(host, options.clock, signal);
      try {
        return await readUrl(options.readPage, key, knownRevision, signal);
      } catch (error) {
        const { retryAfterMs = 0 } = toFault(error);
        host.isBlocked = retryAfterMs > options.pauseMs;
        host.freeAtMs = options.clock.monotonicMs() + retryAfterMs;
        throw error;
      } finally {
        host.freeAtMs = Math.max(host.freeAtMs, options.clock.monotonicMs() + options.pauseMs);
      }
    },
  };
}

async function takeTurn(host: Host, clock: Clock, signal: AbortSignal): Promise<void> {
  const waitMs = host.freeAtMs - clock.monotonicMs();
  if (waitMs <= 0) {
    host.isBlocked = false;
    return;
  }
  if (host.isBlocked) throw new Fault('unavailable', 'The server asked to be left alone for a while.');
  await pause(waitMs, undefined, { signal });
}

async function readUrl(
  readPage: ReadPage,
  url: string,
  knownRevision: string | null,
  signal: AbortSignal,
): Promise<SourceReading> {
  const known = knownRevision === null ? null : decodeRevision(knownRevision);
  const page: Page = await readPage(url, known ?? NO_VALIDATORS, signal);
  if (page.status === 'gone') return page;
  if (page.status === 'unchanged') {
    if (known !== null) return page;
    throw new Fault('corrupt', 'The server says that nothing changed, to somebody who has nothing.');
  }
  const revision = encodeRevision(page.bytes, page);
  if (known !== null && decodeRevision(revision)?.digest === known.digest) return { status: 'unchanged' };
  return { status: 'read', revision, mediaType: page.mediaType, content: page.bytes };
}

import type { Dispatcher } from 'undici';
import type { AllowHosts } from '../addresses/allow-hosts.ts';
import type { ResolveHost } from '../connector/resolve-host.ts';

export interface PublicHttpOptions {
  readonly allowHosts: AllowHosts;
  /** Ranges that look public and are not, such as a cluster's services. */
  readonly denyCidrs?: readonly string[];
  readonly resolveHost?: ResolveHost;
  /** PEM of authorities to trust in place of the system's. */
  readonly ca?: string;
  /** How long a connection waits for its next request. */
  readonly idleMs?: number;
  /** Connections that wait at once. */
  readonly maxKept?: number;
  /** How old a connection may be and still wait for another request. */
  readonly maxAgeMs?: number;
  /** Monotonic. */
  readonly nowMs?: () => number;
}

export interface PublicRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** From the first packet to the last header. The signal bounds the whole. */
  readonly headersTimeoutMs: number;
  /**
   * Whose requests may go over the same connection, one after the other; left out, it ends with the request. It goes on
   * to the address that was checked when it was made.
   */
  readonly scope?: string;
}

/** A reply whose body has not been read. */
export interface PublicReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it was sent, compression included. */
  readonly body: Dispatcher.ResponseData['body'];
}

/** Reads as much of a reply as it is worth; a connection that has more to say ends with it. */
export type ReadReply<Result> = (reply: PublicReply) => Promise<Result>;

export interface PublicHttp {
  /**
   * One request: no redirect is followed, and nothing is retried, but for a kept connection that its server was just
   * closing: then it goes once over a new one. Rejects with what the connector, undici or `read` threw: `failureReason`
   * has words for it.
   */
  exchange<Result>(request: PublicRequest, read: ReadReply<Result>, signal: AbortSignal): Promise<Result>;
}

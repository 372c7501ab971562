import type { PublicHttpOptions } from '../exchange/contract.ts';

/** What a server said of a page, to ask it later whether the page is still the same. */
export interface PageValidators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Page =
  | ({
      readonly status: 'read';
      readonly bytes: Buffer;
      /** With its parameters, such as `text/html; charset=iso-8859-1`. */
      readonly mediaType: string;
    } & PageValidators)
  | { readonly status: 'unchanged' }
  /** 404 or 410: the server knows that it is not there. */
  | { readonly status: 'gone' };

export interface ReadPageOptions extends PublicHttpOptions {
  /** Who asks, as the server's log shows it. */
  readonly userAgent: string;
  /** Of the body as it is used, after decompression. */
  readonly maxBytes: number;
  /** From the first packet to the last byte, over all redirects. */
  readonly timeoutMs: number;
}

/**
 * A page by GET, by at most five redirects, each to the same scheme and looked at like the first address. Faults:
 * `unavailable` (429 and 5xx, with `retryAfterMs` when the server says it; network), `timeout`, `forbidden`
 * (401, 403, or an address that is not public), `too-large`, `unsupported-media-type`, `corrupt` (a reply that is not HTTP).
 */
export type ReadPage = (url: string, known: PageValidators, signal: AbortSignal) => Promise<Page>;

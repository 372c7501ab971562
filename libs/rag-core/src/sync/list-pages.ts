import { toFault } from '@ragfleet/kernel';
import type { DocumentSource, SourceItem } from '../ports/sources.ts';

export const ITEMS_PER_PAGE = 50;

export interface Listing {
  /** Ends also when the listing fails: `failure` says so, and nothing may count as gone then. */
  readonly pages: AsyncIterable<readonly SourceItem[]>;
  failure(): string | null;
}

/** A source's items, a page at a time. What the consumer throws goes through; what the source throws is remembered. */
export function listPages(source: DocumentSource, signal: AbortSignal): Listing {
  let failure: string | null = 'The listing was not read to its end.';
  async function* pages(): AsyncGenerator<readonly SourceItem[]> {
    const items = source.list(signal)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const page: SourceItem[] = [];
        const isEnd = await fill(page, items).catch((error: unknown) => {
          signal.throwIfAborted();
          failure = toFault(error).message;
          return 'failed' as const;
        });
        if (page.length > 0) yield page;
        if (isEnd === 'ended') failure = null;
        if (isEnd !== 'more') return;
      }
    } finally {
      await items.return?.();
    }
  }
  return { pages: pages(), failure: () => failure };
}

async function fill(page: SourceItem[], items: AsyncIterator<SourceItem>): Promise<'more' | 'ended'> {
  while (page.length < ITEMS_PER_PAGE) {
    const next = await items.next();
    if (next.done === true) return 'ended';
    page.push(next.value);
  }
  return 'more';
}

import type { Queries, Query } from '@ragfleet/client';
import { LIMITS } from '@ragfleet/contracts';
import { everyPage, isCursorGone, type ListPage } from './every-page.ts';

export interface QueryWalk {
  /** Newest first; ends where the list has moved on. */
  readonly queries: AsyncIterable<Query>;
  /** Whether older ones were left out, after the walk. */
  isCut(): Promise<boolean>;
}

/** Walks the tenant's list of queries, which goes on to move while it is read: each new one puts the oldest out. */
export function walkQueries(queries: Pick<Queries, 'list'>, signal: AbortSignal): QueryWalk {
  const list: ListPage<Query> = (page) => queries.list(page, { signal });
  let newest: string | undefined;
  let count = 0;
  let hasMovedOn = false;
  const walk = async function* (): AsyncGenerator<Query> {
    try {
      for await (const query of everyPage(list)) {
        newest ??= query.id;
        count += 1;
        yield query;
      }
    } catch (error) {
      if (!isCursorGone(error)) throw error;
      hasMovedOn = true;
    }
  };
  return {
    queries: walk(),
    isCut: async () =>
      hasMovedOn ||
      (newest !== undefined && count + (await countBefore(list, newest)) >= LIMITS.listedQueries),
  };
}

/** How many have come since one was the newest. */
async function countBefore(list: ListPage<Query>, newest: string): Promise<number> {
  let count = 0;
  for await (const { id } of everyPage(list)) {
    if (id === newest) break;
    count += 1;
  }
  return count;
}

import type { SourceCatalogue, SourceItem, SourcePass } from '../ports/sources.ts';
import { ITEMS_PER_PAGE } from './list-pages.ts';

/**
 * Pages of items that tell their revision, as they come, and behind them those that do not: each of these costs a reading
 * in every pass, so the ones that no pass has seen for the longest go first. A source that is never read to its end comes
 * to all of its items in that way.
 */
export async function* blindItemsLast(
  catalogue: Pick<SourceCatalogue, 'storedItems'>,
  pass: SourcePass,
  pages: AsyncIterable<readonly SourceItem[]>,
): AsyncGenerator<readonly SourceItem[]> {
  const blind: SourceItem[] = [];
  for await (const page of pages) {
    blind.push(...page.filter(({ revision }) => revision === null));
    const telling = page.filter(({ revision }) => revision !== null);
    if (telling.length > 0) yield telling;
  }
  const stored = await catalogue.storedItems(
    pass,
    blind.map(({ key }) => key),
  );
  const seenInPass = ({ key }: SourceItem): number => stored.get(key)?.seenInPass ?? 0;
  const ordered = blind.toSorted((a, b) => seenInPass(a) - seenInPass(b));
  for (let at = 0; at < ordered.length; at += ITEMS_PER_PAGE) yield ordered.slice(at, at + ITEMS_PER_PAGE);
}

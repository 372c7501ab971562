import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';

export interface MainPart {
  readonly html: string;
  readonly title: string;
}

/** The article of a page without what stands around it; `null` when no part looks like one. */
export function readMainPart(html: string): MainPart | null {
  // Its types need those of a browser.
  const page: unknown = parseHTML(html);
  if (typeof page !== 'object' || page === null || !('document' in page)) return null;
  const article = new Readability(page.document, { charThreshold: 200 }).parse();
  if (article === null || (article.content ?? '') === '') return null;
  return { html: article.content ?? '', title: article.title ?? '' };
}

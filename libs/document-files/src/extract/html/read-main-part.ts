import { Readability } from '@mozilla/readability';
import { DOMParser } from 'linkedom';

export interface MainPart {
  readonly html: string;
  readonly title: string;
}

/** The article of a page without what stands around it; `null` when no part looks like one. */
export function readMainPart(html: string): MainPart | null {
  const article = articleOf(html);
  if (article === null || (article.content ?? '') === '') return null;
  return { html: article.content ?? '', title: article.title ?? '' };
}

function articleOf(html: string): ReturnType<Readability['parse']> {
  // As unknown: its types need those of a browser.
  const page: unknown = new DOMParser().parseFromString(html, 'text/html');
  try {
    return new Readability(page, { charThreshold: 200 }).parse();
  } catch {
    // A fragment, or a page that it does not expect: the whole of it is read instead.
    return null;
  }
}

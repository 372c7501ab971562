import type { DocumentDraft } from '../document-of.ts';
import { ExtractionError } from '../extraction-error.ts';
import type { ExtractionLimits } from '../extraction-limits.ts';
import { charsetOf } from '../file-types.ts';
import { decodeText } from '../text/decode-text.ts';
import { markdownOfHtml } from './markdown-of-html.ts';
import { readMainPart } from './read-main-part.ts';
import { surveyHtml } from './survey-html.ts';
import { withoutHiddenElements } from './without-hidden-elements.ts';

const META_CHARSET = /<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i;
const META_BYTES = 1_024;
/** Below this share of the page's text, what was taken for the article is a part of it, and the whole page is read. */
const MIN_ARTICLE_SHARE = 0.4;
/** Finding the article in a page of more elements takes seconds; such pages are lists and data, not articles. */
const MAX_ARTICLE_ELEMENTS = 20_000;

/** The article of a web page, or all its visible text, with headings, lists and tables as Markdown. */
export function readHtmlDocument(
  bytes: Uint8Array,
  mediaType: string | undefined,
  limits: ExtractionLimits,
): DocumentDraft {
  const whole = decodeText(bytes, charsetOf(mediaType) ?? metaCharsetOf(bytes));
  const { elements, title } = surveyHtml(whole, limits.maxHtmlDepth);
  const html = withoutHiddenElements(whole);
  const page = markdownOfHtml(html);
  const main = elements <= MAX_ARTICLE_ELEMENTS ? readMainPart(html) : null;
  const article = main === null ? '' : markdownOfHtml(main.html);
  const content = article.length >= page.length * MIN_ARTICLE_SHARE ? article : page;
  if (content === '')
    throw new ExtractionError(
      'no-text',
      'The page has no text of its own. Save it from a browser after it has loaded.',
    );
  return { content, formatTitle: main === null || main.title === '' ? title : main.title };
}

/** What the page says of itself; a page that can be read thus far is not in UTF-16, whatever it says. */
function metaCharsetOf(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(META_BYTES, bytes.byteLength));
  const label = META_CHARSET.exec(head.toString('latin1'))?.[1] ?? null;
  return label !== null && /^utf-?16/i.test(label) ? null : label;
}

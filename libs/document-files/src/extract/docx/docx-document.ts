import mammoth from 'mammoth';
import type { DocumentDraft } from '../document-of.ts';
import { ExtractionError, toExtractionError } from '../extraction-error.ts';
import type { ExtractionLimits } from '../extraction-limits.ts';
import { markdownOfHtml } from '../html/markdown-of-html.ts';
import { surveyHtml } from '../html/survey-html.ts';
import { readArchiveParts } from './read-archive-parts.ts';

const CORE_PROPERTIES = 'docProps/core.xml';
const STYLE_MAP = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** The text of a Word document with headings, lists and tables as Markdown; pictures and comments are left out. */
export async function readDocxDocument(bytes: Uint8Array, limits: ExtractionLimits): Promise<DocumentDraft> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const parts = await readArchiveParts(buffer, limits.maxInflatedBytes, [CORE_PROPERTIES]);
    const html = await htmlOf(buffer);
    surveyHtml(html, limits.maxHtmlDepth);
    const content = markdownOfHtml(html);
    if (content === '') throw noText();
    return { content, formatTitle: titleOf(parts.get(CORE_PROPERTIES) ?? '') };
  } catch (error) {
    throw toExtractionError(error, '.docx');
  }
}

async function htmlOf(buffer: Buffer): Promise<string> {
  const { value } = await mammoth.convertToHtml(
    { buffer },
    {
      styleMap: STYLE_MAP,
      // Neither the file's own rules nor files that it names.
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  return value;
}

function titleOf(coreProperties: string): string {
  const escaped = /<dc:title>([^<]{1,1024})<\/dc:title>/.exec(coreProperties)?.[1] ?? '';
  return escaped
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

const noText = (): ExtractionError =>
  new ExtractionError(
    'no-text',
    'The document has no text, as a scan pasted into Word has none. Run text recognition (OCR) and send the result.',
  );

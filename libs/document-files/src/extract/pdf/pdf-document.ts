import { getDocumentProxy } from 'unpdf';
import { z } from 'zod';
import { type DocumentDraft, textTooLong } from '../document-of.ts';
import { ExtractionError, toExtractionError } from '../extraction-error.ts';
import type { ExtractionLimits } from '../extraction-limits.ts';
import { normalizeText } from '../text/decode-text.ts';
import { linesOfPage, type PdfLine } from './pdf-lines.ts';
import { withoutRunningLines } from './without-running-lines.ts';
import { markdownOfLines } from './markdown-of-lines.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

const metadata = z.object({ info: z.object({ Title: z.string().optional().catch(undefined) }) });
/** Left by programs that take a file's name or nothing at all for the title. */
const NO_TITLE =
  /^(?:untitled|document ?\d*|title|slide 1|microsoft (?:word|powerpoint|excel) - .*|.*\.(?:docx?|odt|rtf|tex|dvi|indd|qxd|pdf|xlsx?|pptx?|html?))$/i;

/**
 * The text of a PDF in page order: lines joined to paragraphs, hyphenated words joined, larger print as headings, no
 * headers and footers. What is only a picture is not read. Form fields and notes are left out.
 */
export async function readPdfDocument(bytes: Uint8Array, limits: ExtractionLimits): Promise<DocumentDraft> {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > limits.maxPages) throw tooManyPages(limits);
    const lines = await linesOf(pdf, limits);
    const content = normalizeText(markdownOfLines(withoutRunningLines(lines))).trim();
    if (content === '') throw noText();
    return { content, formatTitle: await titleOf(pdf) };
  } catch (error) {
    throw toExtractionError(error, '.pdf');
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    // It takes the memory over, and no Buffer.
    return await getDocumentProxy(new Uint8Array(bytes), {
      useSystemFonts: false,
      useWasm: false,
      verbosity: 0,
    });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException') throw passwordProtected(cause);
    throw toExtractionError(cause, '.pdf');
  }
}

async function linesOf(pdf: Pdf, limits: ExtractionLimits): Promise<PdfLine[]> {
  const lines: PdfLine[] = [];
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const fresh = linesOfPage(items, number);
    characters += fresh.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > limits.maxTextCharacters) throw textTooLong(limits);
    for (const line of fresh) lines.push(line);
    page.cleanup();
  }
  return lines;
}

async function titleOf(pdf: Pdf): Promise<string | undefined> {
  const parsed = metadata.safeParse(await pdf.getMetadata());
  const title = parsed.data?.info.Title?.trim() ?? '';
  const isSane = title.length <= 300 && /\p{L}{2}/u.test(title) && !NO_TITLE.test(title);
  return isSane ? title : undefined;
}

const passwordProtected = (cause: unknown): ExtractionError =>
  new ExtractionError(
    'password-protected',
    'The document is protected by a password. Save a copy without the password.',
    { cause },
  );

const tooManyPages = ({ maxPages }: ExtractionLimits): ExtractionError =>
  new ExtractionError(
    'too-many-pages',
    `The document has more than ${maxPages.toLocaleString('en')} pages. Split it into smaller files.`,
  );

const noText = (): ExtractionError =>
  new ExtractionError(
    'no-text',
    'The pages are pictures without text, as a scanner makes them. Run text recognition (OCR), for example with ocrmypdf, and send the result.',
  );

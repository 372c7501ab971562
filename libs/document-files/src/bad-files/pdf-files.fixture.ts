import { type CorpusFile, text } from './corpus-file.fixture.ts';
import { docxWith, mainPart, paragraph } from './office.fixture.ts';
import { CATALOG, encryptedPdf, onePagePdf, pdfOf, pdfOfPages, realPdf, streamOf } from './pdf.fixture.ts';

const HELLO = 'BT /F 11 Tf 50 700 Td (Hello there.) Tj ET';
const cutAt = async (share: number): Promise<Buffer> => {
  const whole = await realPdf();
  return whole.subarray(0, Math.floor(whole.byteLength * share));
};

export const PDF_FILES: readonly CorpusFile[] = [
  { what: 'the first line of a PDF', name: 'a.pdf', bytes: text('%PDF-1.7\n'), outcomes: ['damaged'] },
  {
    what: 'a PDF of noise',
    name: 'a.pdf',
    bytes: () => Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(50_000, '\x01\x9fobj<<')]),
    outcomes: ['damaged'],
  },
  { what: 'half a PDF', name: 'a.pdf', bytes: () => cutAt(0.5), outcomes: ['damaged'] },
  { what: 'a PDF without its end', name: 'a.pdf', bytes: () => cutAt(0.9), outcomes: ['damaged'] },
  {
    what: 'a PDF with a wrong table of its parts',
    name: 'a.pdf',
    bytes: () =>
      Buffer.from(
        onePagePdf(HELLO)
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n7'),
        'latin1',
      ),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
  { what: 'an encrypted PDF', name: 'a.pdf', bytes: encryptedPdf, outcomes: ['password-protected'] },
  {
    what: 'a page that is a picture',
    name: 'a.pdf',
    bytes: () => onePagePdf('0 0 100 100 re f'),
    outcomes: ['no-text'],
  },
  {
    what: 'pages that hold themselves',
    name: 'a.pdf',
    bytes: () => pdfOf([CATALOG, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>']),
    outcomes: ['damaged'],
  },
  {
    what: 'a PDF without pages',
    name: 'a.pdf',
    bytes: () => pdfOf(['<< /Type /Catalog >>']),
    outcomes: ['damaged'],
  },
  {
    what: 'a page that prints itself',
    name: 'a.pdf',
    bytes: () =>
      onePagePdf(
        `/X Do ${HELLO}`,
        streamOf(
          '/X Do',
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>',
        ),
      ),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
  {
    what: 'one page that says it is 100,000',
    name: 'a.pdf',
    bytes: () =>
      Buffer.from(onePagePdf(HELLO).toString('latin1').replace('/Count 1 ', '/Count 100000 '), 'latin1'),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
  {
    what: 'a PDF of 20,000 pages',
    name: 'a.pdf',
    bytes: () => pdfOfPages(20_000),
    outcomes: ['too-many-pages'],
  },
  {
    what: 'a page that unpacks to 400 MB',
    name: 'a.pdf',
    bytes: () => onePagePdf(Buffer.alloc(400 * 1024 * 1024, ' ')),
    outcomes: ['too-much-memory'],
  },
  {
    what: 'a web page under a PDF name',
    name: 'a.pdf',
    bytes: text('<!doctype html><html><body>Sign in to go on.</body></html>'),
    outcomes: ['type-mismatch'],
  },
  { what: 'text under a PDF name', name: 'a.pdf', bytes: text('Not found'), outcomes: ['type-mismatch'] },
  {
    what: 'text under a PDF media type',
    name: 'download',
    mediaType: 'application/pdf',
    bytes: text('Not found'),
    outcomes: ['type-mismatch'],
  },
  {
    what: 'a PDF under a text name',
    name: 'a.txt',
    bytes: () => onePagePdf(HELLO),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
  {
    what: 'a text that speaks of %PDF-',
    name: 'a.md',
    bytes: text('A file begins with %PDF-1.7.'),
    outcomes: ['ok'],
    contains: '%PDF-1.7',
  },
  {
    what: 'a Word document under a PDF name',
    name: 'a.pdf',
    bytes: () => docxWith(mainPart(paragraph('Hello there.'))),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
];

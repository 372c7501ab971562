import { deflateSync } from 'node:zlib';
import { PDFDocument, StandardFonts } from 'pdf-lib';

/** As a program writes it: a heading, a hyphenated word, two pages, a title among the properties. */
export async function realPdf(title = 'Title among the properties'): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  const font = await document.embedFont(StandardFonts.Helvetica);
  const first = document.addPage([595, 842]);
  first.drawText('Travel rules', { x: 50, y: 780, size: 24, font });
  first.drawText(
    [
      'Second class is the rule for every journey that an employ-',
      'ee makes by train. Others need the approval of the office,',
      'which answers in two days.',
      '',
      'Meals are paid by the day.',
    ].join('\n'),
    { x: 50, y: 740, size: 11, font, lineHeight: 14 },
  );
  document.addPage([595, 842]).drawText('The second page follows.', { x: 50, y: 780, size: 11, font });
  return Buffer.from(await document.save());
}

/** Objects by number, the first the catalog, with a true table of their places. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let size = parts[0]?.byteLength ?? 0;
  for (const [at, object] of objects.entries()) {
    offsets.push(size);
    const part = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    size += part.byteLength;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R ${trailer} >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

export const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

export const streamOf = (content: string | Buffer, dictionary = ''): Buffer => {
  const packed = deflateSync(content);
  return Buffer.concat([
    Buffer.from(`<< /Length ${packed.byteLength} /Filter /FlateDecode ${dictionary} >>\nstream\n`),
    packed,
    Buffer.from('\nendstream'),
  ]);
};

/** One page with this content stream; `F` is a font, `X` the object after it. */
export const onePagePdf = (content: string | Buffer, ...more: readonly (string | Buffer)[]): Buffer =>
  pdfOf([
    CATALOG,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>',
    streamOf(content),
    FONT,
    ...more,
  ]);

/** Real pages that share one content. */
export function pdfOfPages(count: number): Buffer {
  const kids = Array.from({ length: count }, (_page, at) => `${at + 5} 0 R`).join(' ');
  const page =
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>';
  return pdfOf([
    CATALOG,
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    streamOf('BT /F 11 Tf 50 700 Td (One of many pages.) Tj ET'),
    FONT,
    ...Array.from({ length: count }, () => page),
  ]);
}

/** Encrypted under a password that nobody has. */
export function encryptedPdf(): Buffer {
  const key = 'ab'.repeat(32);
  return pdfOf(
    [
      CATALOG,
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
      `<< /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`,
    ],
    '/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]',
  );
}

import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { type ZipEntry, zipOf } from './zip.fixture.ts';

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

const CONTENT_TYPES: ZipEntry = {
  name: '[Content_Types].xml',
  data: `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`,
};
const RELATIONSHIPS: ZipEntry = {
  name: '_rels/.rels',
  data: '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
};

/** A .docx with these parts beside the two that name its main part. */
export const docxWith = (...parts: readonly ZipEntry[]): Buffer =>
  zipOf([CONTENT_TYPES, RELATIONSHIPS, ...parts]);

export const mainPart = (body: string, prolog = ''): ZipEntry => ({
  name: 'word/document.xml',
  data: `<?xml version="1.0"?>${prolog}<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
});

export const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** As a word processor writes it: headings, a list, a table, a title among the properties. */
export async function realDocx(): Promise<Buffer> {
  const cell = (text: string): TableCell => new TableCell({ children: [new Paragraph(text)] });
  const row = (...texts: readonly string[]): TableRow => new TableRow({ children: texts.map(cell) });
  const document = new Document({
    title: 'Title among the properties',
    sections: [
      {
        children: [
          new Paragraph({ text: 'Travel rules', heading: HeadingLevel.HEADING_1 }),
          new Paragraph('Second class is the rule.'),
          new Paragraph({ text: 'Per day', heading: HeadingLevel.HEADING_2 }),
          new Paragraph({ text: 'breakfast', bullet: { level: 0 } }),
          new Paragraph({ text: 'dinner', bullet: { level: 0 } }),
          new Table({ rows: [row('Country', 'Amount'), row('Norway', '88 €')] }),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** The frame of older Office files, which also holds encrypted new ones, with the name of a stream in it. */
export function compoundFileOf(stream: string): Buffer {
  const file = Buffer.alloc(2_048);
  file.write('d0cf11e0a1b11ae1', 'hex');
  file.write(stream, 1_024, 'utf16le');
  return file;
}

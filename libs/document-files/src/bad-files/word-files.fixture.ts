import { type CorpusFile, hex, text } from './corpus-file.fixture.ts';
import { compoundFileOf, docxWith, mainPart, paragraph, realDocx } from './office.fixture.ts';
import { zipOf } from './zip.fixture.ts';

const halfOf = async (file: Promise<Buffer>): Promise<Buffer> => {
  const whole = await file;
  return whole.subarray(0, whole.byteLength / 2);
};
const nested = (open: string, close: string, depth: number): string =>
  `${open.repeat(depth)}${paragraph('x')}${close.repeat(depth)}`;

export const WORD_FILES: readonly CorpusFile[] = [
  {
    what: 'half a Word document',
    name: 'a.docx',
    bytes: () => halfOf(realDocx()),
    outcomes: ['damaged'],
  },
  {
    what: 'the first bytes of an archive',
    name: 'a.docx',
    bytes: hex('504b0304 1400'),
    outcomes: ['damaged'],
  },
  {
    what: 'a Word document without its text',
    name: 'a.docx',
    bytes: () => docxWith(),
    outcomes: ['damaged'],
  },
  {
    what: 'a Word document of broken XML',
    name: 'a.docx',
    bytes: () => docxWith({ name: 'word/document.xml', data: '<w:document' }),
    outcomes: ['damaged'],
  },
  {
    what: 'a Word document with an empty text',
    name: 'a.docx',
    bytes: () => docxWith(mainPart('')),
    outcomes: ['no-text'],
  },
  {
    what: 'a Word document that unpacks to 100 MB',
    name: 'a.docx',
    bytes: () => docxWith(mainPart(paragraph(' '.repeat(100 * 1024 * 1024)))),
    outcomes: ['expands-too-much'],
  },
  {
    what: 'an archive that lies about its sizes',
    name: 'a.docx',
    bytes: () => docxWith({ ...mainPart(paragraph('x'.repeat(1_000_000))), statedBytes: 100 }),
    outcomes: ['damaged'],
  },
  {
    what: 'an archive of 20,000 parts',
    name: 'a.docx',
    bytes: () =>
      docxWith(
        mainPart(paragraph('x')),
        ...Array.from({ length: 20_000 }, (_part, at) => ({ name: `p${at}.xml`, data: '' })),
      ),
    outcomes: ['expands-too-much'],
  },
  {
    what: 'XML 50,000 levels deep',
    name: 'a.docx',
    bytes: () => docxWith(mainPart(nested('<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>', 50_000))),
    outcomes: ['too-complex'],
  },
  {
    what: 'tables 300 levels deep',
    name: 'a.docx',
    bytes: () => docxWith(mainPart(nested('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 300))),
    outcomes: ['too-complex'],
  },
  {
    what: 'an entity that reads a file',
    name: 'a.docx',
    bytes: () =>
      docxWith(mainPart(paragraph('a&e;b'), '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>')),
    outcomes: ['damaged'],
  },
  {
    what: 'entities that multiply',
    name: 'a.docx',
    bytes: () =>
      docxWith(mainPart(paragraph('&b;'), '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>')),
    outcomes: ['damaged'],
  },
  {
    what: 'an encrypted Word document',
    name: 'a.docx',
    bytes: () => compoundFileOf('EncryptedPackage'),
    outcomes: ['password-protected'],
  },
  {
    what: 'encrypted parts',
    name: 'a.docx',
    bytes: () => docxWith({ ...mainPart(paragraph('x')), isEncrypted: true }),
    outcomes: ['password-protected'],
  },
  {
    what: 'an old Word document',
    name: 'a.doc',
    bytes: () => compoundFileOf('WordDocument'),
    outcomes: ['unsupported-type'],
  },
  {
    what: 'a workbook under a Word name',
    name: 'a.docx',
    bytes: () => zipOf([{ name: 'xl/workbook.xml', data: '<x/>' }]),
    outcomes: ['unsupported-type'],
  },
  {
    what: 'a presentation',
    name: 'a.pptx',
    bytes: () => zipOf([{ name: 'ppt/presentation.xml', data: '<x/>' }]),
    outcomes: ['unsupported-type'],
  },
  {
    what: 'an archive of files',
    name: 'a.zip',
    bytes: () => zipOf([{ name: 'a.txt', data: 'x' }]),
    outcomes: ['unsupported-type'],
  },
  { what: 'text under a Word name', name: 'a.docx', bytes: text('Not found'), outcomes: ['type-mismatch'] },
];

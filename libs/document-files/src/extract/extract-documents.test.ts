import { describe, expect, test } from 'vitest';
import { docxWith, mainPart, paragraph, realDocx } from '../bad-files/office.fixture.ts';
import { onePagePdf, realPdf } from '../bad-files/pdf.fixture.ts';
import { collect } from '../collect.fixture.ts';
import type { ExtractedDocument } from '../contract.ts';
import { isExtractionFailure } from '../contract.ts';
import type { FileFacts } from './detect-type.ts';
import { documentIdOf } from './document-id.ts';
import { extractDocuments } from './extract-documents.ts';
import { EXTRACTION_LIMITS } from './extraction-limits.ts';

const read = async (
  name: string,
  bytes: Uint8Array,
  facts: Partial<FileFacts> = {},
): Promise<ExtractedDocument> => {
  const [result] = await collect(extractDocuments(bytes, { name, ...facts }, EXTRACTION_LIMITS));
  if (result === undefined || isExtractionFailure(result)) throw new Error(result?.error.message);
  return result;
};
const readPage = async (html: string): Promise<ExtractedDocument> => read('page.html', Buffer.from(html));

describe('a web page', () => {
  test('keeps headings, lists, tables and code, and leaves out what nobody sees', async () => {
    const { content, title } =
      await readPage(`<html><head><title>Leave &amp; pay</title><style>p{}</style></head><body>
      <h1>Leave <br>rules</h1><p>27&nbsp;days, caf&eacute;, <b>bo</b>ld.<p hidden>secret</p><p style="display:none">secret</p>
      <ul><li>one<li>two<ol><li>first</ol></ul><table><tr><th>A<th>B<tr><td>1<td>2<br>3</table>
      <pre># a comment\n  npm ci</pre><h2>Sick</h2><div>Call<br>first</div><script>secret()</script><!-- secret --></body></html>`);
    expect(content).toContain('27 days, café, bold.');
    expect(content).toContain('- one\n- two\n  1. first');
    expect(content).toContain('| A | B |\n| 1 | 2 3 |');
    expect(content).toContain('```\n# a comment\n  npm ci\n```');
    expect(content).toMatch(/^## Sick$/m);
    expect(content).toMatch(/^#{1,2} Leave rules$/m);
    expect(content).not.toContain('secret');
    expect(title).toMatch(/Leave/);
  });

  test('gives its article, without the menus around it', async () => {
    const story =
      '<p>The committee met on Monday, spoke for hours, and then decided, to nobody’s surprise, to wait.</p>';
    const { content, title } = await readPage(
      `<html><head><title>The decision</title></head><body><div class="sidebar menu"><a href="/a">Shop</a> <a href="/b">Jobs</a></div>
       <nav>Home About</nav><article><h1>The decision</h1>${story.repeat(12)}</article><footer>Imprint</footer></body></html>`,
    );
    expect(content.match(/committee/g)).toHaveLength(12);
    expect(content).not.toMatch(/Shop|Imprint|About/);
    expect(title).toBe('The decision');
  });

  test('is read as a whole when most of it lies outside of what looks like the article', async () => {
    const items = Array.from({ length: 60 }, (_item, at) => `<div><span>Part ${at}</span></div>`).join('');
    const { content } = await readPage(
      `<body><div>${items}</div><article>${'<p>A short story, with commas, and words.</p>'.repeat(3)}</article></body>`,
    );
    expect(content).toContain('Part 0');
    expect(content).toContain('Part 59');
  });

  test('reads tables that lay out a page as its text', async () => {
    const { content } = await readPage(
      '<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td><p>Text.</p></td></tr></table>',
    );
    expect(content).toContain('| a | b |');
    expect(content).toMatch(/^Text\.$/m);
  });
});

describe('a Word document', () => {
  test('keeps headings, lists and tables', async () => {
    expect(await read('a.docx', await realDocx())).toMatchObject({
      title: 'Travel rules',
      content:
        '# Travel rules\n\nSecond class is the rule.\n\n## Per day\n\n- breakfast\n- dinner\n\n| Country | Amount |\n| Norway | 88 € |',
    });
  });

  test('without headings has the title of its properties', async () => {
    const properties = { name: 'docProps/core.xml', data: '<x><dc:title>Leave &amp; pay</dc:title></x>' };
    const { title } = await read('a.docx', docxWith(mainPart(paragraph('Text.')), properties));
    expect(title).toBe('Leave & pay');
  });
});

describe('a PDF', () => {
  test('has its pages in order, paragraphs in one line, hyphenated words joined, and headings', async () => {
    expect(await read('a.pdf', await realPdf())).toMatchObject({
      title: 'Travel rules',
      content: [
        '# Travel rules',
        'Second class is the rule for every journey that an employee makes by train. Others need the approval of the office, which answers in two days.',
        'Meals are paid by the day.',
        'The second page follows.',
      ].join('\n\n'),
    });
  });

  test('keeps short lines, as addresses and lists have them', async () => {
    const lines = [
      'Please send all of your receipts to the following address by post:',
      'Office',
      'Main Street 1',
      '- one',
      '- two',
    ];
    const content = lines.map((line, at) => `1 0 0 1 50 ${700 - at * 14} Tm (${line}) Tj`).join(' ');
    const { content: read_ } = await read('a.pdf', onePagePdf(`BT /F 11 Tf ${content} ET`));
    expect(read_).toBe(lines.join('\n'));
  });
});

describe('titles', () => {
  const html = Buffer.from('<title>Of the format</title><p>Text.');
  test.each([
    [
      'the one that was given',
      'a.html',
      Buffer.from('<title>Other</title><h1>Heading</h1>'),
      { title: ' Given\n\u200B' },
      'Given',
    ],
    ['the first heading', 'a.md', Buffer.from('Intro.\n\n# Heading\n\n# Second'), {}, 'Heading'],
    ['of the format', 'a.html', html, {}, 'Of the format'],
    ['a lower heading', 'a.md', Buffer.from('Intro.\n\n## Lower'), {}, 'Lower'],
    ['the name', 'b/my notes.txt', Buffer.from('Text.'), {}, 'my notes.txt'],
    [
      'the name of an address',
      'https://example.com/b/my%20notes.txt?x=1',
      Buffer.from('Text.'),
      {},
      'my notes.txt',
    ],
    ['not a comment in code', 'a.md', Buffer.from('```\n# comment\n```\n## Real'), {}, 'Real'],
  ] as const)('%s', async (...[, name, bytes, facts, title]) => {
    expect((await read(name, bytes, facts)).title).toBe(title);
  });

  test.each(['Microsoft Word - draft7.doc', 'untitled', 'report_final.indd', '   ', '1'])(
    'a PDF’s "%s" is none',
    async (given) => {
      const pdf = await realPdf(given);
      expect((await read('a.pdf', pdf)).title).toBe('Travel rules');
    },
  );
});

describe('ids', () => {
  test('are the name where it can be one, and never those of another file', () => {
    expect(documentIdOf('note.md')).toBe('note.md');
    for (const folder of ['.', '..']) expect(documentIdOf(folder)).not.toBe(folder);
    const names = [
      'a/b.md',
      'a-b.md',
      'a b.md',
      `${'x'.repeat(200)}/a.md`,
      `${'y'.repeat(200)}/a.md`,
      'größe.md',
      '',
      '日本',
    ];
    const ids = names.map(documentIdOf);
    expect(new Set(ids).size).toBe(names.length);
    for (const id of ids) expect(id).toMatch(/^[\w.:-]{1,128}$/);
  });

  test('are the same however a system spells the name', () => {
    expect(documentIdOf('größe.md'.normalize('NFD'))).toBe(documentIdOf('größe.md'.normalize('NFC')));
  });

  test('of lines that are no documents are their own, as far as these can be read', async () => {
    const lines = [
      '{"id":"d1","text":"One."}',
      '{"id":"d1","text":"The same id."}',
      '{"_id":2,"text":"Two.","metadata":{"a":{}}}',
      '{"id":"d3"}',
      '{"id":"a/b","text":"No id."}',
      '{"title":"Nothing else"}',
      '{"id":{},"text":"No id."}',
      '{"id":"d8","text":"Cut',
      'null',
    ];
    const file = { name: 'a.jsonl' };
    const results = await collect(extractDocuments(Buffer.from(lines.join('\n')), file, EXTRACTION_LIMITS));
    const failures = results.filter(isExtractionFailure);
    expect(failures.map(({ id, isUnidentified = false }) => [id, isUnidentified])).toEqual([
      ['d1', false],
      ['2', false],
      ['d3', false],
      ['a.jsonl:5', false],
      ['a.jsonl:6', false],
      ['a.jsonl:7', true],
      ['a.jsonl:8', true],
      ['a.jsonl:9', true],
    ]);
  });

  test('are the given one for a file that is one document', async () => {
    expect((await read('a/b.txt', Buffer.from('x'), { id: 'src_1' })).id).toBe('src_1');
  });
});

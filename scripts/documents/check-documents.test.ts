import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDocument, documentsIn } from './check-documents.ts';
import { codeBlocks, headingAnchors } from './read-markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the documents of this repository', () => {
  const documents = documentsIn(ROOT);

  it('are found', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/api.md', 'libs/client/README.md']));
  });

  it.each(documents)('%s links to what is there', (path) => {
    expect(checkDocument({ root: ROOT }, path)).toEqual([]);
  });
});

describe('a document that is wrong', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'ragfleet-documents-'));
    const files = {
      'docs/there.md': '# A heading, `code` and [a link](x)\n## Twice\n## Twice\n```\n# no heading\n```\n',
      'libs/a/src/index.ts': '',
      'README.md': [
        '[ok](docs/there.md) [ok](docs/there.md#twice-1) [ok](#here) [ok](https://a.example/x) [ok](docs)',
        '## Here',
        '[gone](docs/gone.md) [heading](docs/there.md#no-heading) [out](../secret.md)',
        '`libs/a/src/index.ts` `libs/*/src/index.ts` `libs/b/src/index.ts` `docs/*.txt` `v1/queries`',
        '```',
        '[shown](gone.md) `libs/c/x.ts`',
        '```',
        '`[shown](gone.md)` [`code`](gone.md)',
      ].join('\n'),
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('is told line by line', () => {
    expect(checkDocument({ root }, 'README.md')).toEqual([
      'README.md:3: docs/gone.md: there is no such file',
      'README.md:3: docs/there.md#no-heading: docs/there.md has no such heading',
      'README.md:3: ../secret.md: it leads out of the repository',
      'README.md:8: gone.md: there is no such file',
      'README.md:4: `libs/b/src/index.ts`: there is no such file',
      'README.md:4: `docs/*.txt`: there is no such file',
    ]);
  });

  it('has the anchors that GitHub gives', () => {
    const text = '# A heading, `code` and [a link](x)\n## Twice\n## Twice\n```\n# no\n```\n## Über 2 – 3_x\n';
    expect([...headingAnchors(text)]).toEqual([
      'a-heading-code-and-a-link',
      'twice',
      'twice-1',
      'über-2--3_x',
    ]);
  });
});

describe('the code blocks of a document', () => {
  const text = [
    '```ts',
    'one();',
    '',
    'two();',
    '```',
    '~~~ts',
    '```',
    '~~~',
    '```sh',
    'ls',
    '```',
    '```',
    'x',
    '```',
  ];

  it.each([
    ['ts', ['one();\n\ntwo();\n', '```\n']],
    ['sh', ['ls\n']],
    ['python', []],
  ])('in %s come whole, in their order', (language, expected) => {
    expect(codeBlocks(text.join('\n'), language)).toEqual(expected);
  });
});

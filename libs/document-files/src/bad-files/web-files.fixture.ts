import { type CorpusFile, text } from './corpus-file.fixture.ts';

export const WEB_FILES: readonly CorpusFile[] = [
  {
    what: 'a page 100,000 levels deep',
    name: 'a.html',
    bytes: text('<div>'.repeat(100_000)),
    outcomes: ['too-complex'],
  },
  {
    what: 'a page that is a program',
    name: 'a.html',
    bytes: text('<html><body><div id=root></div><script>start()</script></body></html>'),
    outcomes: ['no-text'],
  },
  {
    what: 'a page of hidden text',
    name: 'a.html',
    bytes: text('<p hidden>a</p><p style="display: none">b</p><p aria-hidden="true">c</p>'),
    outcomes: ['no-text'],
  },
  {
    what: 'a comment without an end',
    name: 'a.html',
    bytes: text('<html><!-- words'),
    outcomes: ['no-text'],
  },
  {
    what: 'an attribute of 5 MB',
    name: 'a.html',
    bytes: () => Buffer.from(`<p title="${'x'.repeat(5_000_000)}">Hello there.`),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
  {
    what: '200,000 elements',
    name: 'a.html',
    bytes: () => Buffer.from('<p>Words.</p>'.repeat(200_000)),
    outcomes: ['ok'],
  },
  {
    what: 'tags that do not close',
    name: 'a.html',
    bytes: () => Buffer.from(`<html><body>${'<b>x'.repeat(300)}`),
    outcomes: ['ok'],
  },
  {
    what: 'a charset that the page names',
    name: 'a.html',
    bytes: () =>
      Buffer.concat([Buffer.from('<meta charset="shift_jis"><p>'), Buffer.from('93fa967b8cea', 'hex')]),
    outcomes: ['ok'],
    contains: '日本語',
  },
  {
    what: 'a charset that the server names',
    name: 'https://example.com/',
    mediaType: 'text/html; charset=ISO-8859-1',
    bytes: () => Buffer.from('<p>Caf\xe9', 'latin1'),
    outcomes: ['ok'],
    contains: 'Café',
  },
  {
    what: 'a page in UTF-16',
    name: 'a.html',
    bytes: () => Buffer.from('\uFEFF<html><p>東京', 'utf16le'),
    outcomes: ['ok'],
    contains: '東京',
  },
  {
    what: 'a page under a text name',
    name: 'a.txt',
    bytes: text('<!DOCTYPE html><title>T</title><p>Hello there.'),
    outcomes: ['ok'],
    contains: 'Hello there.',
  },
  {
    what: 'text under a page name',
    name: 'a.html',
    bytes: text('Just text & a < sign.'),
    outcomes: ['ok'],
    contains: 'Just text & a < sign.',
  },
];

import { describe, expect, it } from 'vitest';
import { markdownLines } from './markdown-lines.ts';

/** The lines of code of a text. */
const codeOf = (markdown: string): string[] =>
  Array.from(markdownLines(markdown))
    .filter(({ isCode }) => isCode)
    .map(({ text }) => text);

describe('the lines of Markdown', () => {
  it('are all there, with their places', () => {
    const markdown = 'one\r\n\n  two\nthree';
    const lines = [...markdownLines(markdown)];
    expect(lines.map(({ text }) => text)).toEqual(['one', '', '  two', 'three']);
    expect(lines.map(({ start, end }) => markdown.slice(start, end)).join('')).toBe(markdown);
    expect([...markdownLines('')]).toEqual([]);
  });

  it.each([
    ['between fences', 'a\n```sh\ncode\n```\nb', ['```sh', 'code', '```']],
    ['between tildes', '~~~\n```\n~~~\nb', ['~~~', '```', '~~~']],
    ['until a fence that is long enough', '````\n```\ncode\n`````\nb', ['````', '```', 'code', '`````']],
    ['to the end, where no fence ends it', 'a\n```\ncode\n~~~', ['```', 'code', '~~~']],
    ['where its fence is indented a little', '   ```\ncode\n ```\n    ```', ['   ```', 'code', ' ```']],
  ])('are code %s', (_where, markdown, code) => {
    expect(codeOf(markdown)).toEqual(code);
  });

  it.each([
    ['a comment that begins a line', '<!-- a\n```\nb -->\nc', []],
    ['a comment of one line', '<!-- a -->\n```\nb', ['```', 'b']],
    ['a comment in code', '```\n<!--\n```\nb', ['```', '<!--', '```']],
    ['a comment that begins inside a line', 'a <!--\n```\nb', ['```', 'b']],
  ])('know fences in and around %s', (_of, markdown, code) => {
    expect(codeOf(markdown)).toEqual(code);
  });

  it('are no code behind a phrase that looks like a fence', () => {
    expect(codeOf('```npm ci``` installs\nb\n``\nc')).toEqual([]);
  });
});

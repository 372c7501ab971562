import { describe, expect, it } from 'vitest';
import { withoutComments } from './without-comments.ts';

describe('Markdown without its comments', () => {
  it.each([
    ['a comment', 'a <!-- c --> b', 'a  b'],
    ['a comment of many lines', 'a\n<!-- one\n\n# two -->\nb', 'a\n\nb'],
    ['several comments', '<!-- 1 -->a<!---->b<!-- <!-- 2 -->c', 'abc'],
    ['a comment that ends at the second try', 'a<!--> b -->c', 'ac'],
    ['a comment with backticks', 'a <!-- ` --> b <!-- ` --> c', 'a  b  c'],
    ['a comment around fenced code', 'a <!-- b\n```\nc\n```\nd --> e', 'a <!-- b\n```\nc\n```\nd --> e'],
    [
      'a comment before, in and behind a fence',
      '<!--1-->a\n```\n<!--2-->\n```\n<!--3-->b',
      'a\n```\n<!--2-->\n```\nb',
    ],
    [
      'a fence of tildes around one of backticks',
      '~~~\n```\n<!--c-->\n~~~\n<!--d-->',
      '~~~\n```\n<!--c-->\n~~~\n',
    ],
    [
      'a longer fence around a shorter one',
      '````\n```\n<!--c-->\n````\n<!--d-->',
      '````\n```\n<!--c-->\n````\n',
    ],
    [
      'code inside a line',
      'In `<!-- code -->` and ``<!-- more -->``, <!-- c -->b',
      'In `<!-- code -->` and ``<!-- more -->``, b',
    ],
    ['a backtick that is alone', 'a ` b\n<!-- c -->d', 'a ` b\nd'],
    ['backticks without a phrase', 'a `` <!-- c -->\n```', 'a `` \n```'],
    ['a comment that is never closed', 'a <!-- b\nc', 'a <!-- b\nc'],
    ['a comment that is not closed behind one that is', 'a <!-- b -->c <!-- d', 'a c <!-- d'],
    ['a comment that is closed behind the code', 'a <!-- `b` c\n`<!--` --> d', 'a  d'],
    ['nothing of the kind', 'a -- b --> c', 'a -- b --> c'],
  ])('keeps everything else: %s', (_of, markdown, expected) => {
    expect(withoutComments(markdown)).toBe(expected);
  });

  it.each([
    ['of a whole fence', '<!--\n```\norder\n```\n-->a'],
    ['of a fence that nothing closes', '<!-- b\n~~~\norder -->a'],
    ['of a fence that ends with it', '  <!--\n```\n-->```\n<!-- order -->a'],
  ])('takes a comment for one, also around what looks like code: %s', (_of, markdown) => {
    expect(withoutComments(markdown)).not.toContain('order');
    expect(withoutComments(markdown)).toMatch(/a$/);
  });

  it('takes a fence that nobody closed for code to the end, as every reader shows it', () => {
    expect(withoutComments('<!--1-->\n```\n<!--2-->')).toBe('\n```\n<!--2-->');
  });

  it('takes a phrase of code at the start of a line for no fence', () => {
    expect(withoutComments('```npm``` installs.\n<!-- c -->End.')).toBe('```npm``` installs.\nEnd.');
  });
});

import { answerEntry } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createOpenedEntries, type OpenedEntries } from './opened-entries.ts';

const value = (text: string): Buffer => Buffer.from(text);
const entry = answerEntry();

/** One that keeps from the first time on, for what is asked of those that are kept. */
function open(maxBytes?: number): OpenedEntries {
  const opened = createOpenedEntries(maxBytes);
  return {
    get: (key, bytes) => opened.get(key, bytes),
    set: (key, bytes, kept) => {
      opened.set(key, bytes, kept);
      opened.set(key, bytes, kept);
    },
  };
}

it('keeps what is opened a second time', () => {
  const opened = createOpenedEntries();
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a', value('sealed'))).toBeUndefined();
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a', value('sealed'))).toBe(entry);
});

it('does not remember for ever what it saw once', () => {
  const opened = createOpenedEntries();
  opened.set('a', value('sealed'), entry);
  for (let at = 0; at < 4_000; at += 1) opened.set(`other ${at}`, value('sealed'), entry);
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a', value('sealed'))).toBeUndefined();
});

it('knows an entry as long as the store has the same bytes', () => {
  const opened = open();
  expect(opened.get('a', value('sealed'))).toBeUndefined();
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a', value('sealed'))).toBe(entry);
  expect(opened.get('b', value('sealed'))).toBeUndefined();
  expect(opened.get('a', value('sealet'))).toBeUndefined();
});

it('takes what the store has now', () => {
  const opened = open();
  const newer = answerEntry({ question: 'newer' });
  opened.set('a', value('one'), entry);
  opened.set('a', value('two'), newer);
  expect(opened.get('a', value('one'))).toBeUndefined();
  expect(opened.get('a', value('two'))).toBe(newer);
});

it('stays within its bytes: what was used least lately leaves', () => {
  const opened = open(30);
  for (const key of ['a', 'b', 'c']) opened.set(key, value('0123456789'), entry);
  expect(opened.get('a', value('0123456789'))).toBe(entry);
  opened.set('d', value('0123456789'), entry);
  const known = ['a', 'b', 'c', 'd'].filter((key) => opened.get(key, value('0123456789')) !== undefined);
  expect(known).toEqual(['a', 'c', 'd']);
  for (let at = 0; at < 10; at += 1) opened.set('a', value('0123456789'), entry);
  expect(opened.get('d', value('0123456789'))).toBe(entry);
  opened.set('large', value('0'.repeat(31)), entry);
  expect(opened.get('large', value('0'.repeat(31)))).toBeUndefined();
});

it('does not notice when its caller uses the bytes again', () => {
  const opened = open();
  const bytes = value('sealed');
  opened.set('a', bytes, entry);
  bytes.fill(0);
  expect(opened.get('a', value('sealed'))).toBe(entry);
});

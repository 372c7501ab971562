import { answerEntry } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createOpenedEntries, type OpenedEntries } from './opened-entries.ts';

const value = (text: string): Buffer => Buffer.from(text);
const entry = answerEntry();

/** Opened for the second time: kept. */
const keep = (opened: OpenedEntries, key: string, sealed: string, kept = entry): void => {
  opened.set(key, value(sealed), kept);
  opened.set(key, value(sealed), kept);
};

it('keeps what is opened a second time', () => {
  const opened = createOpenedEntries();
  expect(opened.isAskedAgain('a')).toBe(false);
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a')).toBeUndefined();
  expect(opened.isAskedAgain('a')).toBe(true);
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a')).toEqual({ value: value('sealed'), entry, trust: null });
  expect(opened.isAskedAgain('a')).toBe(true);
});

it('does not remember for ever what it saw once', () => {
  const opened = createOpenedEntries();
  opened.set('a', value('sealed'), entry);
  for (let at = 0; at < 16_000; at += 1) opened.set(`other ${at}`, value('sealed'), entry);
  opened.set('a', value('sealed'), entry);
  expect(opened.get('a')).toBeUndefined();
});

it('takes what the store has now, and trusts it no more than it was trusted anew', () => {
  const opened = createOpenedEntries();
  const newer = answerEntry({ question: 'newer' });
  keep(opened, 'a', 'one');
  Object.assign(opened.get('a') ?? {}, { trust: { epoch: 1, untilMs: 9 } });
  opened.set('a', value('two'), newer);
  expect(opened.get('a')).toEqual({ value: value('two'), entry: newer, trust: null });
});

it('forgets what changed, and keeps it again the next time', () => {
  const opened = createOpenedEntries();
  keep(opened, 'a', 'one');
  opened.remove('a');
  opened.remove('never kept');
  expect(opened.get('a')).toBeUndefined();
  expect(opened.isAskedAgain('never kept')).toBe(false);
  opened.set('a', value('two'), entry);
  expect(opened.get('a')?.value).toEqual(value('two'));
});

it('forgets everything when it is told to, and has room again', () => {
  const opened = createOpenedEntries(20);
  for (const key of ['a', 'b']) keep(opened, key, '0123456789');
  opened.clear();
  expect(['a', 'b'].map((key) => opened.get(key))).toEqual([undefined, undefined]);
  for (const key of ['c', 'd']) keep(opened, key, '0123456789');
  expect(opened.get('c')).toBeDefined();
});

it('stays within its bytes: what was used least lately leaves', () => {
  const opened = createOpenedEntries(30);
  for (const key of ['a', 'b', 'c']) keep(opened, key, '0123456789');
  expect(opened.get('a')).toBeDefined();
  keep(opened, 'd', '0123456789');
  const known = ['a', 'b', 'c', 'd'].filter((key) => opened.get(key) !== undefined);
  expect(known).toEqual(['a', 'c', 'd']);
  for (let at = 0; at < 10; at += 1) keep(opened, 'a', '0123456789');
  expect(opened.get('d')).toBeDefined();
  keep(opened, 'large', '0'.repeat(31));
  expect(opened.get('large')).toBeUndefined();
});

it('does not notice when its caller uses the bytes again', () => {
  const opened = createOpenedEntries();
  const bytes = value('sealed');
  opened.set('a', bytes, entry);
  opened.set('a', bytes, entry);
  bytes.fill(0);
  expect(opened.get('a')?.value).toEqual(value('sealed'));
});

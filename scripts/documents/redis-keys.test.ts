import { readFile } from 'node:fs/promises';
import { cacheKeys, LANE_POLICIES, queueKeys, WEBHOOK_POLICY } from '@ragfleet/contracts';
import { expect, it } from 'vitest';
import { readMarkdown } from './read-markdown.ts';

const KEYS = [...Object.values(queueKeys), ...Object.values(cacheKeys)].map((key) =>
  typeof key === 'string' ? key : (key as (...parts: readonly string[]) => string)('<>', '<>', '<>'),
);
const QUEUES = [...Object.values(LANE_POLICIES), WEBHOOK_POLICY].map(({ name }) => `bull:${name}:wait`);
/** Whatever a name in a document calls its parts. */
const shapeOf = (key: string): string => key.replaceAll(/<[^>]*>/g, '<>');

it('how-a-query-flows.md names keys that the fleet has', async () => {
  const path = new URL('../../docs/how-a-query-flows.md', import.meta.url);
  const { codeSpans } = readMarkdown(await readFile(path, 'utf8'));
  const named = codeSpans.map(({ text }) => text).filter((text) => /^(?:rf|bull):/.test(text));
  expect(named.length).toBeGreaterThan(20);
  const known = new Set([...KEYS.map(shapeOf), ...QUEUES]);
  expect(named.filter((key) => !known.has(shapeOf(key)))).toEqual([]);
});

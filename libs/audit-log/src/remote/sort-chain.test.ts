import { expect, it } from 'vitest';
import type { AuditLine } from '../audit-line.ts';
import type { ChainPart } from '../reading/contract.ts';
import { sortChain } from './sort-chain.ts';

const lineOf = (seq: number): AuditLine => ({
  event_id: `evt_${seq}`,
  event_type: 'query',
  timestamp: '2026-03-15T12:00:00.000Z',
  tenant: 'acme',
  user_id: 'ada',
  session_id: 's_1',
  query_hash: '',
  metadata: {},
  writer: 'w1',
  seq,
  prev: '',
  hash: '',
});

/** null is a line that cannot be read. */
async function sorted(seqs: readonly (number | null)[]): Promise<(number | null)[]> {
  const parts = async function* (): AsyncGenerator<ChainPart> {
    for (const seq of seqs) yield { line: seq === null ? null : lineOf(seq), place: '', isTorn: false };
  };
  const told: (number | null)[] = [];
  for await (const { line } of sortChain(parts(), 3)) told.push(line?.seq ?? null);
  return told;
}

it.each<[string, (number | null)[], (number | null)[]]>([
  ['lines of one time', [1, 0, 3, 2, 4], [0, 1, 2, 3, 4]],
  ['lines that were left behind', [2, 3, 0, 1, 4], [0, 1, 2, 3, 4]],
  ['a chain whose first days are over', [8, 7, 9, 11, 10, 12, 13], [7, 8, 9, 10, 11, 12, 13]],
  ['a short chain whose first days are over', [8, 7], [7, 8]],
  ['lines behind one that is missing', [0, 2, 3, 4, 5, 6], [0, 2, 3, 4, 5, 6]],
  ['a number that is there twice', [0, 1, 1, 3, 3, 2], [0, 1, 1, 3, 2, 3]],
  ['a line that cannot be read', [0, 2, null, 1], [0, null, 1, 2]],
])('puts in order, or tells as it comes, %s', async (_name, given, told) => {
  expect(await sorted(given)).toEqual(told);
});

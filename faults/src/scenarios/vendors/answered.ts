import type { QueryResult } from '@ragfleet/contracts';
import assert from 'node:assert/strict';
import type { Ask, Asking } from '../../asking/contract.ts';

const END_MS = 30_000;

/** Asks, and gives what was answered. Throws when the query did not succeed in time. */
export async function answerTo(
  asking: Pick<Asking, 'ask' | 'untilEnded'>,
  ask: Ask = {},
  limitMs = END_MS,
): Promise<QueryResult> {
  const [ended] = await asking.untilEnded([await asking.ask(ask)], limitMs);
  assert.equal(ended?.status, 'succeeded', 'a query was not answered');
  assert.ok(ended.result !== null, 'a query that succeeded has no result');
  return ended.result;
}

/** An answer of the passages alone, and that no model could write one. */
export function requirePassagesOnly({ model, degradation, citations }: QueryResult): void {
  assert.equal(model, null, 'a model is named that did not answer');
  assert.ok(degradation.reasons.includes('model-unavailable'), 'the answer does not say that it is degraded');
  assert.ok(citations.length > 0, 'there are no passages in place of an answer');
}

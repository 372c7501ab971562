import { costOf, type QueryUsage } from '@ragfleet/pricing';
import type { CallAccount } from '../ports/accounts.ts';
import type { Metering } from './open-metered-call.ts';

/** What was used without an answer model. */
export type SearchUsage = Pick<
  QueryUsage,
  'embeddingModel' | 'embeddingTokens' | 'isBatch' | 'vectorQueries'
>;

/** Books what has been used already: nothing refuses it, whatever the month holds. Faults: unavailable. */
export async function bookSearchUsage(
  usage: SearchUsage,
  account: CallAccount,
  { ledger, prices }: Metering,
): Promise<void> {
  const { totalUsd } = costOf({ ...usage, model: null, inputTokens: 0, outputTokens: 0 }, prices);
  if (totalUsd === 0) return;
  const call = await ledger.reserve({ account, model: usage.embeddingModel ?? 'none', usd: 0 });
  await call.settle({ inputUsd: totalUsd, outputUsd: 0 });
}

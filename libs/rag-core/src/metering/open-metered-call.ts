import { isFault, toFault } from '@ragfleet/kernel';
import { costOf, type PriceList } from '@ragfleet/pricing';
import type { CallAccount, CallLedger, CallMoney, OpenCall } from '../ports/accounts.ts';
import type { TokenUsage } from '../ports/models.ts';
import { usageOfFailure } from '../ports/billed-fault.ts';
import { unbookedFault } from '../ports/unbooked-fault.ts';
import { isUncharged } from './is-uncharged.ts';

export interface Metering {
  readonly ledger: CallLedger;
  readonly prices: PriceList;
  /** Of calls under a tenant's own key; false when left out. */
  readonly isOnOwnAccount?: boolean;
}

/** One call of a model on somebody's bill. Only the first end counts, and no end fails the call. */
export interface MeteredCall {
  settle(usage: TokenUsage): Promise<void>;
  /** By what it used where the provider told, free when it was refused, else at its reservation. A reply that has begun is no refusal. */
  fail(error: unknown, hasBegun?: boolean): Promise<void>;
  /** It stays at its reservation. */
  leave(): Promise<void>;
}

/** Reserves the most that the call may take. Faults: those of `CallLedger.reserve`. */
export async function openMeteredCall(
  model: string,
  account: CallAccount,
  { ledger, prices, isOnOwnAccount = false }: Metering,
  most: TokenUsage,
): Promise<MeteredCall> {
  const moneyOf = (usage: TokenUsage): CallMoney => moneyOfCall(model, usage, prices);
  // The dearest way: all of the input is kept by the provider.
  const { inputUsd, outputUsd } = moneyOf({ ...most, cacheWriteTokens: most.inputTokens });
  const usd = inputUsd + outputUsd;
  const reservation = { account, model, usd, isOnOwnAccount };
  const open = usd === 0 ? FREE : await ledger.reserve(reservation).catch(throwUnbooked);
  let isOpen = true;
  const endBy = async (end: () => Promise<void>): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    // What is not written here is closed by the book itself, at its reservation.
    await end().catch(() => undefined);
  };
  const leave = (): Promise<void> =>
    endBy(() => {
      account.onUnsettled?.(usd);
      return open.leaveUnsettled();
    });
  const settleFailed = (money: CallMoney): Promise<void> =>
    endBy(() => {
      account.onFailedCall?.(money);
      return open.settle(money);
    });
  return {
    settle: (usage) => endBy(() => open.settle(moneyOf(usage))),
    fail: (error, hasBegun = false) => {
      const usage = usageOfFailure(error);
      if (usage !== null) return settleFailed(moneyOf(usage));
      return !hasBegun && isUncharged(error) ? endBy(() => open.release()) : leave();
    },
    leave,
  };
}

/** That the month holds no more is about this call; anything else is about the books. */
function throwUnbooked(error: unknown): never {
  throw isFault(error, 'budget-exhausted') ? error : unbookedFault(toFault(error));
}

/** A model of one's own that costs nothing needs no book. */
const FREE: OpenCall = {
  settle: async () => undefined,
  leaveUnsettled: async () => undefined,
  release: async () => undefined,
};

function moneyOfCall(model: string, usage: TokenUsage, prices: PriceList): CallMoney {
  const nothingElse = { embeddingModel: null, embeddingTokens: 0, vectorQueries: 0 };
  const { inputUsd, outputUsd } = costOf({ model, ...usage, ...nothingElse }, prices);
  return { inputUsd, outputUsd };
}

import { randomUUID } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { budgetExhausted, type CallLedger, type CallReservation } from '@ragfleet/rag-core';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { KEPT_SECONDS } from '../ledger-times.ts';
import { nanoDollars } from '../nano-dollars.ts';
import { callKeysOf } from './call-keys.ts';
import { END_SCRIPT, RESERVE_SCRIPT } from './call-scripts.ts';

export interface CallLedgerOptions {
  /** Of the queue Redis. */
  readonly redis: Redis;
  /** Of the fleet: one that runs ahead would close live calls of others, and book them in another day. */
  readonly nowMs: () => number;
}

/** No call lasts longer: a query's last deadline is a day away, an attempt ends in seconds. */
const GONE_AFTER_MS = 15 * 60_000;

type CallEnd = 'settled' | 'unsettled' | 'released';

/** The book of model calls on the queue Redis: two scripts a call, each O(1). */
export function createCallLedger({ redis, nowMs }: CallLedgerOptions): CallLedger {
  const reserve = defineScript(redis, 'rfReserveCall', 5, RESERVE_SCRIPT);
  const end = defineScript(redis, 'rfEndCall', 4, END_SCRIPT);

  const endCall = async (
    tenantId: string,
    id: string,
    how: CallEnd,
    [inputUsd, outputUsd]: readonly [number, number] = [0, 0],
  ): Promise<void> => {
    const money = [inputUsd, outputUsd].map((usd) => String(nanoDollars(usd)));
    await end(callKeysOf(tenantId, nowMs()), [id, how, KEPT_SECONDS, ...money]);
  };

  /** Nobody calls a model whose reservation failed. It may stand all the same: on one connection this comes behind it. */
  const takeBack = (tenantId: string, id: string): void => {
    // Where the connection is gone, too, the call is closed as one whose process died.
    void endCall(tenantId, id, 'released').catch(() => undefined);
  };

  return {
    reserve: async ({ account, model, usd, isOnOwnAccount = false }: CallReservation) => {
      const { tenantId } = account;
      const atMs = nowMs();
      const id = randomUUID();
      const nano = String(nanoDollars(usd));
      const fits = await reserve(
        [...callKeysOf(tenantId, atMs), queueKeys.budget(tenantId)],
        [
          id,
          JSON.stringify([nano, account.principalId, model, account.route, isOnOwnAccount]),
          nano,
          atMs,
          atMs + GONE_AFTER_MS,
          KEPT_SECONDS,
        ],
      ).catch((error: unknown) => {
        takeBack(tenantId, id);
        throw error;
      });
      if (fits !== 1) throw budgetExhausted();
      return {
        settle: ({ inputUsd, outputUsd }) => endCall(tenantId, id, 'settled', [inputUsd, outputUsd]),
        leaveUnsettled: () => endCall(tenantId, id, 'unsettled'),
        release: () => endCall(tenantId, id, 'released'),
      };
    },
  };
}

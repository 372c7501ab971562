import { createClient, type RagfleetClient } from '@ragfleet/client';
import type { PriceList } from '@ragfleet/pricing';
import type { Embedder } from '@ragfleet/rag-core';
import type { ChosenJudge } from './cache/measure-judge.ts';
import type { FleetAddress } from './find-fleet.ts';

type StoreVariable = 'DATABASE_URL' | 'QUEUE_REDIS_URL' | 'RAGFLEET_MASTER_KEY' | 'RAGFLEET_ENV';

/** What every command is given. */
export interface CommandContext {
  /** Throws a Fault with the fix when no fleet is known. */
  readonly fleet: () => Promise<FleetAddress>;
  /** The data folder that the user named: its fleet and its stores go before what variables name. */
  readonly dataDir?: string | undefined;
  /** Addresses of the stores and what opens them, where the environment names them. */
  readonly stores: Readonly<Partial<Record<StoreVariable, string | undefined>>>;
  /** The embedding model that the environment chooses, as the fleet's processes choose it. Rejects when a variable is wrong. */
  readonly embedder: () => Promise<Embedder>;
  /** Whom the environment has asked whether near questions mean the same; null or left out when nobody is. Rejects when a variable is wrong. */
  readonly judge?: () => Promise<ChosenJudge | null>;
  /** The prices that the environment chooses, as the fleet's processes choose them. Rejects when a variable is wrong. */
  readonly prices: () => Promise<PriceList>;
  /** Results; with `--json` one object in the last line. */
  readonly print: (line: string) => void;
  /** A part of a result, as it comes. */
  readonly write: (text: string) => void;
  /** Progress. */
  readonly say: (text: string) => void;
  /** Where progress may be drawn over itself; null when nobody looks. */
  readonly terminal: NodeJS.WriteStream | null;
  readonly signal: AbortSignal;
}

/** The result's one line for `--json`. */
export const jsonLine = (value: unknown): string => JSON.stringify(value);

export async function clientAs(
  context: CommandContext,
  role: 'user' | 'admin' | 'operator',
): Promise<RagfleetClient> {
  const fleet = await context.fleet();
  return createClient({ url: fleet.url, apiKey: fleet.keyFor(role) });
}

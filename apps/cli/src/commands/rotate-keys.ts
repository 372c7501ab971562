import { resealPeople } from '@ragfleet/audit-log';
import {
  ANSWER_SETTINGS_PLACE,
  countKeysByPepper,
  type PepperCount,
  WEBHOOK_SECRET_PLACE,
} from '@ragfleet/identity';
import { QUEUE_SEALED_PLACES, resealPlaces, type ResealReport } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { storeUrl } from '../find-store.ts';

const PLACES = [WEBHOOK_SECRET_PLACE, ANSWER_SETTINGS_PLACE, ...QUEUE_SEALED_PLACES];
const CONNECT_MS = 10_000;
const CLOSE_MS = 1_000;
/** What cannot be sealed anew on the queue Redis ends by itself: events of queries after 3 days at most. */
const WAIT = 'Keep the older master keys for 3 days more, for events that end by themselves.';

/**
 * Seals everything that lasts under the current master key, and says what still needs an older one. True when nothing
 * but time does. For operators: it reads the queue Redis itself.
 */
export async function rotateKeys(
  context: CommandContext,
  sealer: Sealer,
  { json }: { readonly json: boolean },
): Promise<boolean> {
  const url = await storeUrl(context, 'QUEUE_REDIS_URL');
  const redis = connectRedis({ url, profile: 'fail-fast', name: 'cli' });
  const { signal } = context;
  try {
    await whenReady(redis, CONNECT_MS);
    const sealed = await resealPlaces({ redis, sealer, places: PLACES, signal });
    const places = [...sealed, await resealPeople({ redis, sealer, signal })];
    const apiKeys = await countKeysByPepper(redis, sealer, signal);
    const ok = apiKeys.older === 0 && places.every(({ unreadable }) => unreadable === 0);
    if (json) context.print(jsonLine(toJson(ok, sealer, places, apiKeys)));
    else for (const line of linesOf(places, apiKeys)) context.print(line);
    return ok;
  } finally {
    await closeRedis(redis, CLOSE_MS);
  }
}

const toJson = (ok: boolean, sealer: Sealer, places: readonly ResealReport[], apiKeys: PepperCount) => ({
  ok,
  key_id: sealer.keyId,
  places,
  api_keys: { current: apiKeys.current, older: apiKeys.older, older_key_ids: apiKeys.olderKeyIds },
});

function linesOf(places: readonly ResealReport[], { current, older, olderKeyIds }: PepperCount): string[] {
  const sealed = places.map(
    ({ kind, resealed, unreadable }) =>
      `${kind.padEnd(20)} sealed anew ${resealed}${unreadable > 0 ? `, opened by no key that is named: ${unreadable}` : ''}`,
  );
  const keys = `API keys             under the current key ${current}, not used since: ${older}`;
  if (older === 0) return [...sealed, keys, WAIT];
  const advice = `Use these keys once, or replace them, before an older master key is removed: ${olderKeyIds.join(' ')}`;
  return [...sealed, keys, advice, WAIT];
}

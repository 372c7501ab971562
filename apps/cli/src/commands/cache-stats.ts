import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';

/** How often the tenant's questions were answered from the cache, and what that saved. */
export async function cacheStats(
  context: CommandContext,
  options: { readonly json: boolean },
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const stats = await client.cache.stats({ signal: context.signal });
  if (options.json) context.print(jsonLine(stats));
  else {
    const { exact, semantic, coalesced, miss, bypass } = stats.breakdown;
    const { direct, revalidated, refused } = stats.checks;
    context.print(
      `${Math.round(stats.hit_rate * 100)} % answered from the cache, $${stats.saved_usd.toFixed(6)} saved`,
    );
    context.print(
      `${exact} exact, ${semantic} semantic, ${coalesced} shared, ${miss} generated, ${bypass} bypassed`,
    );
    context.print(`${direct} served directly, ${revalidated} after a check, ${refused} refused`);
    context.print(`${stats.entries} entries`);
  }
  return true;
}

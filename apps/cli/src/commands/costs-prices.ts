import { Fault } from '@ragfleet/kernel';
import { isPriced, type PriceList } from '@ragfleet/pricing';
import type { CommandContext } from '../command-context.ts';

/** The prices to compute with. Fault `invalid-input` that names the models without one, and those that have one. */
export async function pricesFor(context: CommandContext, models: readonly string[]): Promise<PriceList> {
  const prices = await context.prices();
  const unpriced = models.filter((model) => !isPriced(model, prices));
  if (unpriced.length === 0) return prices;
  throw new Fault(
    'invalid-input',
    `No price for ${unpriced.join(', ')}. Set MODEL_PRICES, or take one of: ${Object.keys(prices.models).join(', ')}.`,
  );
}

import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { Asking } from '../asking/contract.ts';
import { TERMINAL } from '../asking/contract.ts';
import type { AskedFleet, FaultFleet } from '../fleet/contract.ts';
import type { HistoryRecorder } from '../history/record-history.ts';
import { waitFor } from '../scenarios/wait-for.ts';
import { arrivalsOf, redeliver, untilDelivery } from '../scenarios/webhooks/webhook-stage.ts';

/** A defect that the check must find: with one planted, every scenario has to fail. */
export type Plant = 'lose-one' | 'duplicate' | 'foreign-byte' | 'webhook-again';

const PLANTS: readonly Plant[] = ['lose-one', 'duplicate', 'foreign-byte', 'webhook-again'];
const END_MS = 60_000;
const ANSWER_MS = 2_000;

/** Fault `invalid-input` when the word is none of them. */
export function readPlant(word: string | undefined): Plant | null {
  if (word === undefined || word === '') return null;
  const plant = PLANTS.find((one) => one === word);
  if (plant === undefined) throw new Fault('invalid-input', `RAGFLEET_PLANT is one of ${PLANTS.join(', ')}.`);
  return plant;
}

export interface PlantOptions {
  readonly fleet: AskedFleet & Pick<FaultFleet, 'model'>;
  readonly history: HistoryRecorder;
  readonly asking: Asking;
}

/** Plants it into the fleet itself, where a bug of the fleet would leave it. */
export async function plantDefect(plant: Plant, options: PlantOptions): Promise<void> {
  const { fleet, asking } = options;
  if (plant === 'foreign-byte') return leak(options);
  if (plant === 'lose-one') return lose(options);
  if (plant === 'webhook-again') return sendAgain(options);
  const query = await asking.ask();
  await asking.until(query, TERMINAL, END_MS);
  await fleet.queue.admin.publish(queueKeys.settledChannel, query.queryId);
}

/** A query that is gone while its answer is written. */
async function lose({ fleet, asking }: PlantOptions): Promise<void> {
  fleet.model.pace({ firstTokenMs: ANSWER_MS });
  const { tenant, queryId } = await asking.ask();
  await fleet.queue.admin.del(queueKeys.query(tenant.tenantId, queryId));
}

/** A webhook whose arrival nobody took note of. */
async function sendAgain({ fleet, asking }: PlantOptions): Promise<void> {
  const query = await asking.ask();
  const delivered = await untilDelivery(fleet, query, { status: 'delivered', limitMs: END_MS });
  await redeliver(fleet, query, delivered.id);
  await waitFor('it arrives again', END_MS, () => arrivalsOf(fleet, query).length > 1);
}

/** A model that answers one tenant with what belongs to another. */
async function leak({ fleet, asking }: PlantOptions): Promise<void> {
  const [, other] = fleet.tenants;
  fleet.model.reply({ text: `The handbook gives ${other.canary} for this [1].` });
  const query = await asking.ask();
  await asking.until(query, TERMINAL, END_MS);
}

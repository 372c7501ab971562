import { createClient, type RagfleetClient } from '@ragfleet/client';
import { expect, vi } from 'vitest';
import type { LocalDescription } from '../data-dir/local-description.ts';
import type { FleetHarness } from './fleet-process.fixture.ts';
import type { HeldModel } from './held-model.fixture.ts';

/** The model that a held fleet answers with. */
export const HELD_MODEL_NAME = 'gpt-4o-mini';
const START_MS = 150_000;

/** A fleet of two query workers whose answers wait for the model, with one document to ask about. */
export async function startHeldFleet(
  fleets: FleetHarness,
  model: HeldModel,
): Promise<{ local: LocalDescription; client: RagfleetClient }> {
  const { output } = fleets.start(['start', '--workers', '2', '--data-dir', fleets.folder('fleet')], {
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: model.baseUrl,
    EMBEDDING_MODEL: 'local',
    DEFAULT_MODEL: HELD_MODEL_NAME,
  });
  const isUp = (): void => expect(output.stdout, output.stderr).toContain('Ctrl-C');
  await vi.waitFor(isUp, { timeout: START_MS, interval: 50 });
  const local = await fleets.describe('fleet');
  const client = createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });
  const document = { id: 'warranty', title: 'Repairs', content: 'A repair under warranty takes nine days.' };
  const { id } = await client.documents.submit([document]);
  await client.ingestions.wait(id);
  return { local, client };
}

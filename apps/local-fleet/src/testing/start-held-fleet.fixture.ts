import { createClient, type RagfleetClient } from '@ragfleet/client';
import { expect, vi } from 'vitest';
import type { LocalDescription } from '../data-dir/local-description.ts';
import type { FleetHarness, FleetProcess } from './fleet-process.fixture.ts';
import type { HeldModel } from './held-model.fixture.ts';

/** The model that a held fleet answers with. */
export const HELD_MODEL_NAME = 'gpt-4o-mini';
const START_MS = 150_000;

/** A fleet of two query workers, unless `flags` say otherwise, whose answers wait for the model, with one document to ask about. */
export async function startHeldFleet(
  fleets: FleetHarness,
  model: HeldModel,
  flags: readonly string[] = ['--workers', '2'],
): Promise<{ local: LocalDescription; client: RagfleetClient; fleet: FleetProcess }> {
  const fleet = fleets.start(['start', ...flags, '--data-dir', fleets.folder('fleet')], {
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: model.baseUrl,
    EMBEDDING_MODEL: 'local',
    DEFAULT_MODEL: HELD_MODEL_NAME,
  });
  const { output } = fleet;
  const isUp = (): void => expect(output.stdout, output.stderr).toContain('Ctrl-C');
  await vi.waitFor(isUp, { timeout: START_MS, interval: 50 });
  const local = await fleets.describe('fleet');
  const client = createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });
  const document = { id: 'warranty', title: 'Repairs', content: 'A repair under warranty takes nine days.' };
  const { id } = await client.documents.submit([document]);
  await client.ingestions.wait(id);
  return { local, client, fleet };
}

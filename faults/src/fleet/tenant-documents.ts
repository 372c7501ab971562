import { createClient } from '@ragfleet/client';
import type { FaultTenant } from './contract.ts';

const LOAD_MS = 60_000;
const TOPICS = ['annual leave', 'travel', 'expenses', 'equipment', 'parental leave', 'training'] as const;

/** A question that the tenant's documents answer. The number keeps it from being anybody's else. */
export const questionAbout = (at: number, number: number): string =>
  `Which code does the handbook give for ${TOPICS[at % TOPICS.length]} in office ${number}?`;

/** Loads a small handbook whose every page carries the tenant's canary. Needs a batch worker. */
export async function loadDocuments(ingressUrl: string, tenant: FaultTenant): Promise<void> {
  const client = createClient({ url: ingressUrl, apiKey: tenant.apiKey });
  const documents = TOPICS.map((topic) => ({
    id: `handbook-${topic.replaceAll(' ', '-')}`,
    title: `Handbook: ${topic}`,
    content: [
      `The handbook of ${tenant.tenantId} says this about ${topic}.`,
      `For ${topic} the code is ${tenant.canary}, and it takes nine days in every office.`,
    ].join(' '),
  }));
  const signal = AbortSignal.timeout(LOAD_MS);
  const { id } = await client.documents.submit(documents, { signal });
  const { status, counts } = await client.ingestions.wait(id, { signal });
  if (status !== 'finished' || counts.failed > 0)
    throw new Error(`The documents of ${tenant.tenantId} could not be loaded.`);
}

import { createClient } from '@ragfleet/client';
import { expect, vi } from 'vitest';
import { askInEveryWay } from './ask-in-every-way.fixture.ts';
import { provokeErrors } from './provoke-errors.fixture.ts';
import type { Reading } from './read-sinks.fixture.ts';
import { adminOf, callApi, questionOf, type Stage, WAIT_MS } from './stage.fixture.ts';

/** Uses the fleet in every way that a canary can go into it. Resolves to what it said to strangers and in errors. */
export async function plantCanaries(stage: Stage): Promise<Reading[]> {
  await configure(stage);
  await ingest(stage);
  await upload(stage);
  await askInEveryWay(stage);
  const errors = await provokeErrors(stage);
  const foreign = await lookAsStranger(stage);
  await changeLevel(stage);
  return [...errors, ...foreign];
}

async function configure(stage: Stage): Promise<void> {
  const { of } = stage.canaries;
  await adminOf(stage).setAnswerSettings({
    system_prompt: `Answer briefly ${of('system prompt')}.`,
    own_keys: { anthropic: `sk-ant-${of('own model key')}` },
  });
}

async function ingest(stage: Stage): Promise<void> {
  const { of } = stage.canaries;
  const admin = adminOf(stage);
  const { id } = await admin.documents.submit([
    {
      id: 'warranty',
      title: `Repairs ${of('document title')}`,
      content: `A repair under warranty takes nine days. ${of('document text')}`,
      source: `https://intranet.example.com/${of('document source')}`,
      metadata: { [of('document metadata name')]: of('document metadata value') },
    },
    { id: 'gone', title: 'Old', content: `Repairs took twelve days. ${of('text of a deleted document')}` },
    { id: 'labeled', title: 'Labels', content: 'A label.', department: of('document department') },
  ]);
  expect((await admin.ingestions.wait(id)).counts.failed).toBe(0);
  await admin.documents.delete('gone');
}

async function upload(stage: Stage): Promise<void> {
  const { of } = stage.canaries;
  const form = new FormData();
  const add = (name: string, text: string): void => form.append('files', new File([text], name));
  add(`${of('name of an uploaded file')}.txt`, `Shipping takes two days. ${of('text of an uploaded file')}`);
  add(
    `${of('name of a file that cannot be read')}.pdf`,
    `%PDF-1.7 ${of('text of a file that cannot be read')}`,
  );
  const { ingress_url: url, api_keys: keys } = stage.local;
  const headers = { authorization: `Bearer ${keys['admin'] ?? ''}` };
  const reply = await fetch(`${url}/v1/documents`, { method: 'POST', headers, body: form });
  const { id } = (await reply.json()) as { id: string };
  expect((await adminOf(stage).ingestions.wait(id)).counts).toMatchObject({ embedded: 1, failed: 1 });
}

/** What another tenant hears: answers, searches, lists and webhooks. */
async function lookAsStranger({ canaries: { of }, others, local }: Stage): Promise<Reading[]> {
  const key = local.other_tenant_api_keys['admin'] ?? '';
  const other = createClient({ url: local.ingress_url, apiKey: key });
  const question = questionOf(of("other tenant's question"));
  const { id } = await other.queries.create({ question, callback: { url: others.url } });
  const heard: unknown[] = [
    await other.queries.wait(id, { timeoutMs: WAIT_MS }),
    await other.search({ query: 'repair under warranty', top_k: 20 }),
    await other.queries.list({ limit: 100 }),
    await other.documents.list(),
    await other.webhooks.deliveries(),
    await other.webhooks.endpoints(),
    await other.cache.stats(),
    await other.answerSettings(),
    await (await fetch(`${local.ingress_url}/openapi.json`)).text(),
  ];
  await vi.waitUntil(() => others.bodies.length > 0, { timeout: WAIT_MS });
  return [...heard, others.bodies].map((value, index) => ({
    sink: 'other tenant',
    place: `reply ${index}`,
    // The model says its word to whoever asks it: that of the other tenant is its own.
    bytes: Buffer.from(JSON.stringify(value).replaceAll(of('answer of the model'), '')),
  }));
}

/** Last of all: from then on the tenant's questions are answered by less. */
async function changeLevel(stage: Stage): Promise<void> {
  const body = { level: 'reduced', reason: `Tidying ${stage.canaries.of('level reason')}` };
  expect((await callApi(stage, '/v1/degradation', { method: 'PUT', body })).status).toBe(200);
}

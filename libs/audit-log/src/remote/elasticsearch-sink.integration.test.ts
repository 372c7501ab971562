import { afterEach, describe, expect, it } from 'vitest';
import { verifyChains } from '../reading/verify-chains.ts';
import {
  type AuditStage,
  event,
  NOON,
  openElasticsearchStage,
  sealer,
} from '../testing/audit-stages.fixture.ts';
import type { Refusal } from '../testing/elasticsearch-double.fixture.ts';

const DAY_MS = 86_400_000;
const never = new AbortController().signal;
let stage: AuditStage;

afterEach(() => stage.stop());

const verify = () => verifyChains({ store: stage.store, sealer });
const read = () => stage.store.read({ tenantId: 'acme', limit: 100 }, never);

describe('Elasticsearch', () => {
  it('is walked page by page', async () => {
    const opened = await openElasticsearchStage();
    ({ stage } = opened);
    const { log, ship } = stage.process('w1');
    await Promise.all(Array.from({ length: 1_001 }, () => log.record(event())));
    await ship();
    expect(await verify()).toMatchObject({ valid: true, events: 1_001 });
  });

  it('has an index for each day, removes those that are over, and takes no key but its own', async () => {
    const opened = await openElasticsearchStage();
    ({ stage } = opened);
    const { log, ship } = stage.process('w1');
    for (let day = 0; day < 5; day += 1) {
      stage.clockMs = NOON + day * DAY_MS;
      await log.record(event());
    }
    await ship();
    await stage.sink?.prepare(never);
    expect([...opened.double.indices.keys()]).toEqual(
      ['17', '18', '19'].map((day) => `ragfleet-audit-2026-03-${day}`),
    );
    expect(opened.double.templates[0]).toContain('ragfleet-audit-*');
    expect(await verify()).toMatchObject({ valid: true, events: 3 });
    Object.assign(opened.double, { authorization: 'ApiKey other' });
    await expect(read()).rejects.toMatchObject({ kind: 'forbidden' });
  });

  /** Two lines are written, and the first of them will be refused so. */
  const twoLinesRefused = async (refuses: Refusal): Promise<() => Promise<void>> => {
    const opened = await openElasticsearchStage();
    ({ stage } = opened);
    const { log, ship } = stage.process('w1');
    await log.record(event());
    await log.record(event());
    opened.double.refuses = refuses;
    return ship;
  };

  it.each([
    [429, 'es_rejected_execution_exception'],
    // No room for the index of a new day; releases and vendors differ in the name of it.
    [400, 'validation_exception'],
    [400, 'illegal_argument_exception'],
  ])('gets a line again that it refused with %i %s, which may pass', async (status, type) => {
    const ship = await twoLinesRefused({ status, type });
    await expect(ship()).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(type) as string,
    });
    await ship();
    expect(stage.lost).toEqual([]);
    expect(await verify()).toMatchObject({ valid: true, events: 2 });
  });

  it.each([
    [400, 'document_parsing_exception'],
    [400, 'mapper_parsing_exception'],
    [400, 'strict_dynamic_mapping_exception'],
    [413, 'illegal_argument_exception'],
  ])('counts a line that it refuses for ever with %i %s', async (status, type) => {
    const ship = await twoLinesRefused({ status, type });
    await ship();
    expect(stage.lost).toEqual([1]);
    expect(await read()).toHaveLength(1);
  });
});

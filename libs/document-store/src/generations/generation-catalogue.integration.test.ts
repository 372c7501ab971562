import type { Database } from '@ragfleet/postgres-connection';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';
import { createGenerationCatalogue } from './generation-catalogue.ts';
import { readGenerations } from './read-generations.ts';
import { requestRefill } from './request-refill.ts';

describeOnPostgres('the index of another model', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
    for (const id of ['a', 'b', 'c']) await fixture.publish('acme', { id, title: 'T', content: id });
  });
  afterAll(() => fixture.store.close());

  const settledAtOnce = () => createGenerationCatalogue(fixture.database, -1);

  describe('as the document store knows it', () => {
    it('is filled by one process at a time, until that one is gone', async () => {
      const catalogue = settledAtOnce();
      expect(await catalogue.claimGeneration('turns', 'one', 60_000)).toBeNull();
      await catalogue.beginGeneration('turns');
      expect(await catalogue.claimGeneration('turns', 'one', 60_000)).toMatchObject({ position: 0 });
      expect(await catalogue.claimGeneration('turns', 'two', 60_000)).toBeNull();
      expect(await catalogue.claimGeneration('turns', 'one', 0)).not.toBeNull();
      expect(await catalogue.claimGeneration('turns', 'two', 60_000)).not.toBeNull();
    });

    it('goes on where it was left, and counts what is done', async () => {
      const catalogue = settledAtOnce();
      await catalogue.beginGeneration('counts');
      await catalogue.claimGeneration('counts', 'one', 60_000);
      const [first, second, ...rest] = await catalogue.passagesAfter(0, 10);
      expect([first, second, ...rest].map((passage) => passage?.text)).toEqual(['a', 'b', 'c']);
      const position = second?.position ?? 0;
      const progress = await catalogue.recordGeneration('counts', 'one', {
        state: 'building',
        position,
        passages: 2,
      });
      expect(progress).toEqual({ state: 'building', position, doneCount: 2, totalCount: 3 });
      expect((await catalogue.passagesAfter(position, 10)).map(({ text }) => text)).toEqual(['c']);
      const states = await readGenerations(fixture.database);
      expect(states.find(({ generation }) => generation === 'counts')).toMatchObject({
        isFilled: true,
        doneCount: 2,
      });
    });

    it('leaves passages alone that others may still be published before, and is not complete until they are old', async () => {
      expect(await fixture.store.passagesAfter(0, 10)).toEqual([]);
      await fixture.store.beginGeneration('young');
      await fixture.store.claimGeneration('young', 'one', 60_000);
      const ended = { state: 'complete', position: 0, passages: 0 } as const;
      expect((await fixture.store.recordGeneration('young', 'one', ended)).state).toBe('building');
      expect((await settledAtOnce().recordGeneration('young', 'one', ended)).state).toBe('complete');
    });

    it('never looks at what is left to say how far it is', async () => {
      const statements: string[] = [];
      const query: Database['query'] = (text, ...rest) => {
        statements.push(text);
        return fixture.database.query(text, ...rest);
      };
      const database = { ...fixture.database, query };
      const catalogue = createGenerationCatalogue(database, -1);
      await catalogue.beginGeneration('uncounted');
      await catalogue.claimGeneration('uncounted', 'one', 60_000);
      const page = await catalogue.passagesAfter(0, 2);
      const position = page.at(-1)?.position ?? 0;
      const done = { state: 'building', position, passages: page.length } as const;
      await catalogue.recordGeneration('uncounted', 'one', done);
      await readGenerations(database);
      expect(statements.length).toBeGreaterThan(3);
      const aboutPassages = statements.filter((text) => /\b(?:FROM|JOIN) passages\b/.test(text));
      expect(aboutPassages).toHaveLength(1);
      expect(aboutPassages[0]).toContain('LIMIT $2');
    });

    it('never says more than there are, and all of them when it is complete', async () => {
      const catalogue = settledAtOnce();
      await catalogue.beginGeneration('bounds');
      await catalogue.claimGeneration('bounds', 'one', 60_000);
      const record = (state: 'building' | 'complete', passages: number, holder = 'one') =>
        catalogue.recordGeneration('bounds', holder, { state, position: 1, passages });
      expect(await record('building', 2)).toMatchObject({ doneCount: 2, totalCount: 3 });
      expect(await record('building', 1, 'another')).toMatchObject({ doneCount: 2 });
      expect(await record('building', 2)).toMatchObject({ doneCount: 3, totalCount: 3 });
      await fixture.store.deleteDocument('acme', 'c');
      expect(await record('building', 0)).toMatchObject({ doneCount: 2, totalCount: 2 });
      await fixture.publish('acme', { id: 'c', title: 'T', content: 'c' });
      expect(await record('building', 0)).toMatchObject({ doneCount: 2, totalCount: 3 });
      expect(await record('complete', 0)).toMatchObject({ state: 'complete', doneCount: 3 });
    });

    it('is filled from its beginning when a refill is asked for, whoever is in the middle of it', async () => {
      const catalogue = settledAtOnce();
      await catalogue.beginGeneration('refilled');
      await catalogue.claimGeneration('refilled', 'one', 60_000);
      await catalogue.recordGeneration('refilled', 'one', { state: 'complete', position: 9, passages: 0 });
      await requestRefill(fixture.database, 'refilled');
      const late = { state: 'complete', position: 12, passages: 3 } as const;
      expect(await catalogue.recordGeneration('refilled', 'one', late)).toMatchObject({ position: 0 });
      const begun = { state: 'building', position: 0, doneCount: 0, isRefill: true };
      expect(await catalogue.claimGeneration('refilled', 'two', 60_000)).toMatchObject(begun);
      await catalogue.recordGeneration('refilled', 'two', late);
      expect(await catalogue.claimGeneration('refilled', 'two', 60_000)).toMatchObject({
        state: 'complete',
        isRefill: false,
      });
    });

    it('may be asked for again before it was ever filled', async () => {
      await requestRefill(fixture.database, 'never filled');
      await requestRefill(fixture.database, 'never filled');
      const claim = await settledAtOnce().claimGeneration('never filled', 'one', 60_000);
      expect(claim).toMatchObject({ state: 'building', position: 0, isRefill: true });
    });

    it('says since when it is waited for, anew with each refill that is asked for', async () => {
      await fixture.database.query(
        `INSERT INTO index_generations (generation, started_at) VALUES ('waits', now() - interval '1 hour')`,
      );
      const waits = async () =>
        (await readGenerations(fixture.database)).find(({ generation }) => generation === 'waits');
      const [hourMs, minuteMs] = [3_600_000, 60_000];
      const before = await waits();
      expect(before).toMatchObject({ isRefill: false });
      expect(before?.ageMs).toBeGreaterThanOrEqual(hourMs);
      await requestRefill(fixture.database, 'waits');
      const after = await waits();
      expect(after).toMatchObject({ isRefill: true });
      expect(after?.ageMs).toBeLessThan(minuteMs);
    });

    it('knows which passages are still current, and their labels', async () => {
      const [passage] = await settledAtOnce().passagesAfter(0, 1);
      const id = passage?.passageId ?? '';
      expect(await fixture.store.labelsOf('acme', [id, 'unknown'])).toEqual([
        { passageId: id, documentId: 'a', namespace: 'default', department: null },
      ]);
      expect(await fixture.store.labelsOf('rival', [id])).toEqual([]);
    });
  });
});

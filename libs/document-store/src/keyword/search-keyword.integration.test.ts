import { describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, passageOf, type StoreFixture } from '../store-fixture.ts';
import { createSearchKeyword } from './search-keyword.ts';

describeOnPostgres('keyword search', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  describe('BM25', () => {
    // k1 1.2, b 0.75; titles count twice. Lengths: a 2*1+3 = 5, b 2*1+1 = 3, c 2*1+8 = 10; mean 6.
    const bm25 = (
      corpus: { of: number; mean: number },
      containing: number,
      frequency: number,
      length: number,
    ): number =>
      Math.log(1 + (corpus.of - containing + 0.5) / (containing + 0.5)) *
      ((frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / corpus.mean)));
    const three = { of: 3, mean: 6 };
    beforeAll(async () => {
      await fixture.publish('bm25', { id: 'a', title: 'alpha', content: 'parking parking bicycle' });
      await fixture.publish('bm25', { id: 'b', title: 'beta', content: 'parking' });
      await fixture.publish('bm25', {
        id: 'c',
        title: 'parking',
        content: 'one two three four five six seven eight',
      });
    });
    it('scores as the formula does by hand', async () => {
      expect(await fixture.scoresOf('bm25', 'parking')).toEqual({
        a: expect.closeTo(bm25(three, 3, 2, 5), 6) as number,
        b: expect.closeTo(bm25(three, 3, 1, 3), 6) as number,
        c: expect.closeTo(bm25(three, 3, 2, 10), 6) as number,
      });
      expect(await fixture.scoresOf('bm25', 'bicycle')).toEqual({
        a: expect.closeTo(bm25(three, 1, 1, 5), 6) as number,
      });
    });
    it('counts other tenants for nothing', async () => {
      const before = await fixture.scoresOf('bm25', 'bicycle');
      await fixture.publish('bm25-other', { id: 'a', title: 'alpha', content: 'bicycle bicycle' });
      expect(await fixture.scoresOf('bm25', 'bicycle')).toEqual(before);
    });
    it('is right after a replacement and a deletion', async () => {
      await fixture.publish('bm25', { id: 'b', title: 'beta', content: 'tram tram tram' });
      await fixture.store.deleteDocument('bm25', 'c');
      expect(await fixture.scoresOf('bm25', 'parking')).toEqual({
        a: expect.closeTo(bm25({ of: 2, mean: 5 }, 1, 2, 5), 6) as number,
      });
      await fixture.store.deleteDocument('bm25', 'a');
      await fixture.store.deleteDocument('bm25', 'b');
      expect(await fixture.scoresOf('bm25', 'parking tram')).toEqual({});
      const rows = await fixture.database.query(
        `SELECT passages::int, indexed_terms::int FROM corpus_statistics WHERE tenant_id = 'bm25'`,
      );
      expect(rows).toEqual([{ passages: 0, indexed_terms: 0 }]);
      expect(await fixture.database.query(`SELECT term FROM postings WHERE tenant_id = 'bm25'`)).toEqual([]);
    });
  });

  describe('a corpus in several languages', () => {
    const documents = {
      'en-leave': [
        'Leave',
        'Employees have 25 days of leave. Managers approve the requests within two days.',
      ],
      'en-parking': ['Parking', 'The visitors park their cars on level 2 of the car park.'],
      'de-leave': [
        'Urlaub',
        'Die Mitarbeiterinnen haben im Jahr 25 Tage Urlaub. Die Anträge werden genehmigt.',
      ],
      'de-notice': [
        'Kündigung',
        'Für die Kündigung der Verträge gelten drei Monate. Die Häuser sind vermietet.',
      ],
      'fr-leave': [
        'Congés payés',
        "Les salariés ont droit à vingt-cinq jours de congés payés par année à l'entreprise.",
      ],
      'fr-parking': ['Stationnement', 'Les visiteurs garent leurs voitures au deuxième niveau du parking.'],
      'es-leave': [
        'Vacaciones',
        'Los empleados tienen veinticinco días de vacaciones al año y las piden por escrito.',
      ],
      'es-parking': ['Aparcamiento', 'Los visitantes aparcan sus coches en el segundo nivel del edificio.'],
      'zh-leave': ['休假', '员工每年享有二十五天带薪年假。'],
      'zh-parking': ['停车', '访客的车辆停放在大楼的二层停车场。'],
    } as const;
    beforeAll(async () => {
      for (const [id, [title, content]] of Object.entries(documents))
        await fixture.publish('languages', { id, title, content });
    });
    it.each([
      ['How many days of leave does an employee have?', 'en-leave'],
      ['Where can a visitor park a car?', 'en-parking'],
      ['Wie viele Urlaubstage, also Tage Urlaub, hat eine Mitarbeiterin?', 'de-leave'],
      ['Welche Frist gilt für Kündigungen eines Vertrags?', 'de-notice'],
      ['Wo steht das Haus?', 'de-notice'],
      ["Combien de jours de congé payé a un salarié dans l'année ?", 'fr-leave'],
      ['combien de jours de conge paye', 'fr-leave'],
      ['Où un visiteur gare-t-il sa voiture ?', 'fr-parking'],
      ['¿Cuántos días de vacación tiene un empleado?', 'es-leave'],
      ['¿Dónde aparca el coche un visitante?', 'es-parking'],
      ['员工有多少天年假？', 'zh-leave'],
      ['访客停车', 'zh-parking'],
    ])('finds for "%s" %s first', async (question, id) => {
      const scores = await fixture.scoresOf('languages', question);
      expect(Object.entries(scores).toSorted(([, one], [, other]) => other - one)[0]?.[0]).toBe(id);
    });
  });

  it('knows the language of a document from its passages: who publishes has let go of its content', async () => {
    const content = 'Die Häuser sind vermietet, und die Anträge der Mitarbeiterinnen werden genehmigt.';
    const record = await fixture.accept('passages', [{ id: 'de', title: 'Miete', content }]);
    const pending = await fixture.pendingOf(record);
    await fixture.store.publishVersion({ ...pending, content: '' }, [passageOf(pending)], 'embedded');
    expect(Object.keys(await fixture.scoresOf('passages', 'Haus'))).toEqual(['de']);
  });

  it('is not led astray by the little words of a language that few documents are in', async () => {
    for (let at = 0; at < 30; at++)
      await fixture.publish('few', {
        id: `en-${at}`,
        title: `Page ${at}`,
        content: 'What the house rules say of the office is here.',
      });
    await fixture.publish('few', {
      id: 'right',
      title: 'Parking',
      content: 'What you need to know of the parking.',
    });
    const german =
      'Das Schild am Eingang sagt: what of the, und niemand weiß, warum es dort seit vielen Jahren hängt.';
    await fixture.publish('few', { id: 'astray', title: 'Das Schild', content: german });
    const scores = await fixture.scoresOf('few', 'what of the parking');
    expect(scores['right']).toBeGreaterThan((scores['astray'] ?? 0) * 3);
  });

  describe('what people call things', () => {
    const names = {
      code: 'Order SKU-4711 again.',
      camel: 'Call getUserName() first.',
      it: 'Ask IT for a phone.',
      hyphen: 'Send an e-mail.',
    };
    beforeAll(async () => {
      for (const [id, content] of Object.entries(names))
        await fixture.publish('names', { id, title: 'Note', content });
    });
    it.each([
      ['a code by its parts and as a whole', 'SKU 4711', 'code'],
      ['a code in another style', 'sku4711', 'code'],
      ['a name of a program by its words', 'user name', 'camel'],
      ['a program by its name', 'getUserName', 'camel'],
      ['a department that is called like a little word', 'IT', 'it'],
      ['a word without its hyphen', 'email', 'hyphen'],
    ])('finds %s', async (_, question, id) => {
      expect(Object.keys(await fixture.scoresOf('names', question))).toEqual([id]);
    });
  });

  it('finds the first document in another language at once, in a process that has searched before', async () => {
    await fixture.publish('growing', {
      id: 'en',
      title: 'Leave',
      content: 'Employees have 25 days of leave.',
    });
    expect(Object.keys(await fixture.scoresOf('growing', 'Häuser'))).toEqual([]);
    const content = 'Die Häuser sind vermietet, und die Anträge der Mitarbeiterinnen werden genehmigt.';
    await fixture.publish('growing', { id: 'de', title: 'Miete', content });
    expect(Object.keys(await fixture.scoresOf('growing', 'Haus'))).toEqual(['de']);
  });

  it('has nothing to find without a word, or without a document', async () => {
    expect(await fixture.scoresOf('growing', '?!')).toEqual({});
    expect(await fixture.scoresOf('nobody', 'leave')).toEqual({});
  });

  it('ranks as it would without a budget when frequent words find no passages of their own', async () => {
    for (let at = 0; at < 40; at++) {
      const content = `${'office '.repeat(1 + (at % 4))}${at % 3 === 0 ? 'parking ' : ''}${at % 10 === 0 ? 'bicycle ' : ''}${'desk '.repeat(at % 5)}`;
      await fixture.publish('budget', { id: `d${at}`, title: 'Page', content: `The ${content} is here.` });
    }
    const ask = (postingsBudget?: number) =>
      createSearchKeyword({
        database: fixture.database,
        ...(postingsBudget !== undefined && { limits: { postingsBudget, candidates: 20 } }),
      })(
        scopeOf({ tenantId: 'budget', readsAll: true }),
        'bicycle parking at the office',
        4,
        new AbortController().signal,
      );
    const exact = await ask();
    expect(exact).toHaveLength(4);
    for (const budget of [1, 20]) {
      const bounded = await ask(budget);
      expect(bounded.map(({ passageId }) => passageId)).toEqual(exact.map(({ passageId }) => passageId));
      expect(bounded[0]?.score).toBeCloseTo(exact[0]?.score ?? 0, 9);
    }
  });

  it('finds what a caller may read below many better passages that it may not, with its whole score', async () => {
    for (let at = 0; at < 12; at++)
      await fixture.publish('narrow', {
        id: `board-${at}`,
        title: 'Parking',
        content: 'Parking parking parking office.',
        namespace: 'board',
      });
    for (let at = 0; at < 3; at++)
      await fixture.publish('narrow', {
        id: `open-${at}`,
        title: 'Page',
        namespace: 'staff',
        content: `One word of parking at the office, and ${'more '.repeat(20 + at)}.`,
      });
    const ask = (limits: { postingsBudget: number; candidates: number }, readsAll: boolean) =>
      createSearchKeyword({ database: fixture.database, limits })(
        scopeOf({ tenantId: 'narrow', readsAll, namespaces: ['staff'] }),
        'parking office',
        2,
        new AbortController().signal,
      );
    const all = await ask({ postingsBudget: 1_000, candidates: 1_000 }, true);
    expect(all[0]?.passageId).toMatch(/^board-/);
    const exact = await ask({ postingsBudget: 1_000, candidates: 1_000 }, false);
    expect(exact.map(({ passageId }) => passageId.replace(/-\d+$/, ''))).toEqual(['open-0', 'open-1']);
    expect(await ask({ postingsBudget: 1, candidates: 2 }, false)).toEqual(exact);
  });
});

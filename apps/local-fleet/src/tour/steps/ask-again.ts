import { expectAnswer, expectThat, showAnswer, type TourStep } from '../tour-context.ts';

const WAIT_SECONDS = 20;

/** The second ask costs nothing. */
export const askAgain: TourStep = {
  name: 'ask the same again: cache hit',
  async run({ as, signal }) {
    const ask = async () =>
      expectAnswer(
        await as('user').queries.create(
          { question: 'How many days of annual leave do full-time employees have?' },
          { waitSeconds: WAIT_SECONDS, signal },
        ),
      );
    await ask();
    const { result, ...query } = await ask();
    expectThat(result.cache.status === 'hit', `the cache answers, not ${result.cache.status}`);
    expectThat(result.cost_usd === 0, 'a hit costs nothing');
    return showAnswer({ ...query, result });
  },
};

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Violation } from './check-answer.fixture.ts';
import {
  EVICTED_WHERE_IT_IS,
  EVICTED_WHERE_IT_LEFT,
  IN_TURNS,
  REFRESHED_IN_TURNS,
} from './known-histories.fixture.ts';
import { histories, type History } from './operations.fixture.ts';
import type { Decisions, Plant } from './plant-bug.fixture.ts';
import { PLANTED_BUGS } from './planted-bugs.fixture.ts';
import { withCollidingIds } from './planted-name-bugs.fixture.ts';
import { type Disguise, playHistory, type Tally } from './play-history.fixture.ts';

/** The real modules, and what stands in the place of some of their functions. */
const planted = vi.hoisted(() => {
  const real: Record<string, object> = {};
  const state: { plant: Readonly<Record<string, object>> } = { plant: {} };
  const delegating = <Module extends object>(name: string, module: Module): Module => {
    real[name] = module;
    const standIn = ([member, value]: [string, unknown]): [string, unknown] => {
      if (typeof value !== 'function') return [member, value];
      const now = (): unknown => Object.entries(state.plant[name] ?? {}).find(([key]) => key === member)?.[1];
      return [
        member,
        (...given: unknown[]): unknown => ((now() ?? value) as (...given: unknown[]) => unknown)(...given),
      ];
    };
    return Object.fromEntries(Object.entries(module).map(standIn)) as Module;
  };
  return { real, state, delegating };
});

vi.mock(import('../cache-scope.ts'), async (load) => planted.delegating('scope', await load()));
vi.mock(import('../change-stamps.ts'), async (load) => planted.delegating('stamps', await load()));
vi.mock(import('../check-found.ts'), async (load) => planted.delegating('found', await load()));
vi.mock(import('../evidence.ts'), async (load) => planted.delegating('evidence', await load()));
vi.mock(import('../find-exact.ts'), async (load) => planted.delegating('exact', await load()));
vi.mock(import('../find-similar.ts'), async (load) => planted.delegating('similar', await load()));
vi.mock(import('../keep-answer.ts'), async (load) => planted.delegating('keep', await load()));
vi.mock(import('@ragfleet/question-meaning'), async (load) => planted.delegating('meaning', await load()));
vi.mock(import('../query-cache.ts'), async (load) => planted.delegating('cache', await load()));
vi.mock(import('../recall-retrieval.ts'), async (load) => planted.delegating('recall', await load()));

/** One seed for all: a bug that is found stays found. */
const SEED = 20_260_101;
const MAX_HISTORIES = 3_000;

interface Playing {
  readonly numRuns: number;
  readonly disguise?: Disguise | undefined;
  readonly history?: History | undefined;
  readonly tally?: Tally;
}

const play = ({ numRuns, disguise, history, tally = new Map() }: Playing) =>
  fc.check(
    fc.asyncProperty(history === undefined ? histories : fc.constant(history), (played) =>
      playHistory(played, tally, disguise === undefined ? {} : { disguise }),
    ),
    { numRuns, seed: SEED, endOnFailure: true },
  );

const plantIn = (plant: (real: Decisions) => Plant): void => {
  planted.state.plant = plant(planted.real as unknown as Decisions);
};

afterEach(() => {
  planted.state.plant = {};
});

describe('a condition that is left out', { timeout: 180_000 }, () => {
  it.each(PLANTED_BUGS)('is noticed: $name', async ({ plant, disguise, history, breaks }) => {
    plantIn(plant);
    const numRuns = history === undefined ? MAX_HISTORIES : 1;
    const { failed, errorInstance } = await play({ numRuns, disguise, history });
    expect(failed).toBe(true);
    expect(errorInstance).toBeInstanceOf(Violation);
    expect((errorInstance as Violation).message).toMatch(breaks);
  });

  it.each(PLANTED_BUGS.flatMap(({ name, history }) => (history === undefined ? [] : [{ name, history }])))(
    'is there: $name',
    async ({ history }) => {
      expect((await play({ numRuns: 1, history })).failed).toBe(false);
    },
  );
});

describe('a cache whose ids of all questions are one', { timeout: 180_000 }, () => {
  it('answers each question by itself all the same', async () => {
    expect((await play({ numRuns: 300, disguise: withCollidingIds })).failed).toBe(false);
  });
});

describe('two groups who find different things', () => {
  const directHits = async (history: History = IN_TURNS): Promise<number | undefined> => {
    const tally: Tally = new Map();
    await play({ numRuns: 1, history, tally });
    return tally.get('exact direct');
  };

  it('each have theirs written anew without losing the other one', async () => {
    expect(await directHits(REFRESHED_IN_TURNS)).toBe(2);
  });

  it('each keep their own answer', async () => {
    expect(await directHits()).toBe(4);
  });

  it('would overwrite each other without a place for each', async () => {
    plantIn(({ keep }) => ({
      keep: { keepAnswer: (run, cache, written) => keep.keepAnswer(run, cache, { ...written, refused: [] }) },
    }));
    expect(await directHits()).toBeUndefined();
  });
});

describe('the eviction of a namespace', () => {
  it('takes the answers with it whose documents have come there since', async () => {
    const tally: Tally = new Map();
    expect((await play({ numRuns: 1, history: EVICTED_WHERE_IT_IS, tally })).failed).toBe(false);
    expect(tally.get('written')).toBe(2);
    expect(tally.get('exact refused for changes')).toBe(1);
  });
  it('takes the answers with it whose documents leave it while they are checked', async () => {
    expect((await play({ numRuns: 1, history: EVICTED_WHERE_IT_LEFT })).failed).toBe(false);
  });
});

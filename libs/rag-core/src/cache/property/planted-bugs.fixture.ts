import { evidenceOf } from '../evidence.ts';
import type { CacheEntry, Evidence } from '../../ports/answer-cache.ts';
import type { RetrievalResult } from '../check-found.ts';
import {
  EVICTED_WHERE_IT_IS,
  HALF_A_SEARCH,
  NEIGHBORS_AFTER_A_QUESTION,
  NEIGHBORS_WITH_A_PERSON,
  NEIGHBORS_WITH_AN_ORDER,
  REFRESHED_BY_ANOTHER,
} from './known-histories.fixture.ts';
import {
  believed,
  keptAs,
  neighborsCheckedWith,
  openedAs,
  type PlantedBug,
  stampsCompared,
  withEntries,
} from './plant-bug.fixture.ts';
import { PLANTED_NAME_BUGS } from './planted-name-bugs.fixture.ts';

const inPrompt = (entry: CacheEntry): RetrievalResult['context'] =>
  entry.result.citations.map((citation) => ({
    index: citation.index,
    text: '',
    isSuspicious: false,
    passage: {
      ...citation,
      department: null,
      headings: [],
      ordinal: 0,
      text: '',
      contentHash:
        entry.evidence.find(({ passageId }) => passageId === citation.passageId)?.contentHash ?? '',
    },
  }));

const idsOf = (evidence: readonly Evidence[]): readonly Evidence[] =>
  evidence.map(({ passageId }) => ({ passageId, contentHash: '' }));

/** Each leaves out one condition of serving or keeping by evidence. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...PLANTED_NAME_BUGS,
  stampsCompared('the access of a stamp is not compared', (one, other) => one.changes === other.changes),
  stampsCompared('the changes of a stamp are not compared', (one, other) => one.access === other.access),
  {
    name: 'a stamp does not count the public namespace',
    breaks: /^(?:evidence|kept)/,
    plant: ({ stamps }) => ({
      stamps: {
        stampOf: (searchScope, counters) => stamps.stampOf(searchScope, { ...counters, public: '0' }),
      },
    }),
  },
  {
    name: 'a stamp of a department counts the own namespaces alone',
    breaks: /^(?:evidence|kept)/,
    plant: ({ stamps }) => ({
      stamps: {
        stampOf: (searchScope, counters) => {
          const access = { ...searchScope.access, department: null };
          const { changes } = stamps.stampOf({ ...searchScope, access }, counters);
          return { ...stamps.stampOf(searchScope, counters), changes };
        },
      },
    }),
  },
  {
    name: 'a stamp does not count the epoch',
    breaks: /^(?:evidence|evicted|kept)/,
    plant: ({ stamps }) => ({
      stamps: {
        stampOf: (searchScope, counters) => stamps.stampOf(searchScope, { ...counters, '*epoch': '' }),
        generationOf: (counters, cited) => stamps.generationOf({ ...counters, '*epoch': '' }, cited),
      },
    }),
  },
  believed('evictions are not asked for', /^evicted/, (entry, cache) => ({
    ...entry,
    generation: cache.generation(entry.result.citations.map(({ namespace }) => namespace)),
  })),
  {
    name: 'evictions of a namespace are not asked for',
    breaks: /^(?:evicted|kept)/,
    plant: ({ stamps }) => ({ stamps: { generationOf: (counters) => stamps.generationOf(counters, []) } }),
  },
  {
    name: 'evictions of where a document has gone are not asked for',
    breaks: /^evicted/,
    history: EVICTED_WHERE_IT_IS,
    plant: () => ({ stamps: { wasEverEvicted: () => false } }),
  },
  believed('the space is not compared', /^(?:scope|neighbor)/, (entry, { entry: { spaceId } }) => ({
    ...entry,
    spaceId,
  })),
  believed('the end of an entry is not looked at', /^expired/, (entry) => ({
    ...entry,
    expiresAtMs: Number.MAX_VALUE,
  })),
  {
    name: 'evidence is not compared',
    breaks: /^evidence/,
    plant: () => ({ evidence: { isSameEvidence: () => true } }),
  },
  {
    name: 'an entry may rest on more than the search finds',
    breaks: /^evidence/,
    plant: ({ evidence }) => ({
      evidence: { isSameEvidence: (search, entry) => evidence.containsEvidence(entry, search) },
    }),
  },
  {
    name: 'an entry may rest on less than the search finds',
    breaks: /^evidence/,
    plant: ({ evidence }) => ({
      evidence: { isSameEvidence: (search, entry) => evidence.containsEvidence(search, entry) },
    }),
  },
  {
    name: 'the words of a passage are not compared',
    breaks: /^evidence/,
    plant: ({ evidence }) => ({
      evidence: {
        isSameEvidence: (one, other) => evidence.isSameEvidence(idsOf(one), idsOf(other)),
        containsEvidence: (whole, part) => evidence.containsEvidence(idsOf(whole), idsOf(part)),
      },
    }),
  },
  neighborsCheckedWith("a neighbor's evidence need not be found", (search, entries) => ({
    ...search,
    depth: [...search.depth, ...entries.flatMap(({ evidence }) => evidence)],
  })),
  neighborsCheckedWith('what a neighbor cites need not be in the prompt', (search, entries) => ({
    ...search,
    context: [...entries.flatMap(inPrompt), ...search.context],
  })),
  {
    name: 'citations keep the labels that they had',
    breaks: /^evidence/,
    plant: ({ found }) => ({
      found: {
        checkFound: async (run, cache, candidates, search) => {
          const served = await found.checkFound(run, cache, candidates, search);
          return candidates.find(({ entryId }) => entryId === served?.entryId) ?? null;
        },
      },
    }),
  },
  {
    name: 'a search without one of its halves proves something for later',
    breaks: /^evidence/,
    history: HALF_A_SEARCH,
    plant: ({ found }) => ({
      found: {
        checkFound: (run, cache, candidates, search) =>
          found.checkFound(run, cache, candidates, { ...search, isWhole: true }),
      },
    }),
  },
  keptAs('answers are kept although documents have changed', /^kept/, (run) => ({
    ...run,
    ports: { ...run.ports, changes: { current: async () => run.question.changes } },
  })),
  keptAs('degraded answers are kept', /^(?:degraded|evidence)/, (run) => ({ ...run, reasons: new Set() })),
  keptAs('refusals and truncated answers are kept', /^not worth/, (run) => ({ ...run, warnings: new Set() })),
  {
    ...keptAs('an answer written anew keeps the stamps of other evidence', /^evidence/, (run, { context }) =>
      withEntries(run, ({ read }) => ({
        read: async (tenantId, ids) =>
          (await read(tenantId, ids)).map(
            (entry) => entry && { ...entry, evidence: evidenceOf(context.map(({ passage }) => passage)) },
          ),
      })),
    ),
    history: REFRESHED_BY_ANOTHER,
  },
  {
    name: 'a question that speaks of a person meets its neighbors',
    breaks: /^neighbor/,
    history: NEIGHBORS_WITH_A_PERSON,
    plant: ({ cache }) => ({
      cache: {
        openQueryCache: (run, searchScope, asked) =>
          cache.openQueryCache(run, searchScope, { ...asked, holdsPersonalData: false }),
      },
    }),
  },
  {
    name: 'a question that gives orders meets its neighbors',
    breaks: /^neighbor/,
    history: NEIGHBORS_WITH_AN_ORDER,
    plant: ({ cache }) => ({
      cache: {
        openQueryCache: (run, ...given) => cache.openQueryCache({ ...run, warnings: new Set() }, ...given),
      },
    }),
  },
  {
    ...openedAs('a question that follows another meets its neighbors', /^neighbor/, () => ({
      mayMeetNeighbors: true,
    })),
    history: NEIGHBORS_AFTER_A_QUESTION,
  },
  {
    name: 'differences of meaning are not looked for',
    breaks: /^neighbor/,
    plant: () => ({ meaning: { judgeNeighbor: () => 'same' } }),
  },
  {
    name: 'a neighbor may be far away',
    breaks: /^similarity/,
    plant: ({ similar }) => ({
      similar: {
        findSimilar: (run, cache, vector) => {
          const lenient = { ...run.question.cache, semanticThreshold: -1 };
          return similar.findSimilar(
            { ...run, question: { ...run.question, cache: lenient } },
            cache,
            vector,
          );
        },
      },
    }),
  },
  {
    name: 'the stamp of a retrieval is not compared',
    breaks: /^evidence/,
    plant: ({ recall }) => ({
      recall: {
        recallRetrieval: (run, cache) =>
          recall.recallRetrieval(
            withEntries(run, ({ readRetrieval }) => ({
              readRetrieval: async (tenantId, id) => {
                const kept = await readRetrieval(tenantId, id);
                return kept && { ...kept, stamp: cache.stamp };
              },
            })),
            cache,
          ),
      },
    }),
  },
];

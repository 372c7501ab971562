import type { AnswerEntries } from '../../ports/answer-cache.ts';
import { type PlantedBug, scopedWithout, withEntries } from './plant-bug.fixture.ts';
import type { Disguise } from './play-history.fixture.ts';

const sharedByTenants = ({ idOf, ...entries }: AnswerEntries): AnswerEntries => ({
  idOf,
  read: (_tenantId, ids) => entries.read('everyone', ids),
  write: (_tenantId, id, entry, keeping) => entries.write('everyone', id, entry, keeping),
  replace: (_tenantId, id, entry) => entries.replace('everyone', id, entry),
  remove: (_tenantId, ids) => entries.remove('everyone', ids),
  readRetrieval: (_tenantId, id) => entries.readRetrieval('everyone', id),
  writeRetrieval: (_tenantId, id, entry, keepMs) => entries.writeRetrieval('everyone', id, entry, keepMs),
});

/** Every question of a space gets the same id. */
export function withCollidingIds(ports: Parameters<Disguise>[0]): ReturnType<Disguise> {
  const { entries } = ports;
  const idOf: AnswerEntries['idOf'] = (tenantId, text) => {
    const parts = JSON.parse(text) as readonly unknown[];
    const isSpace = parts[0] === tenantId;
    return entries.idOf(tenantId, isSpace ? text : JSON.stringify(parts.with(2, 'a question')));
  };
  return { ...ports, entries: { ...entries, idOf } };
}

/** Each leaves something out of what names an entry, or of what is compared where names meet. */
export const PLANTED_NAME_BUGS: readonly PlantedBug[] = [
  scopedWithout('quality is no part of a name', /^scope/, (scope) => ({ ...scope, quality: 'standard' })),
  scopedWithout('the model is no part of a name', /^scope/, (scope) => ({ ...scope, model: null })),
  scopedWithout('the number of passages is no part of a name', /^(?:scope|evidence)/, (scope) => ({
    ...scope,
    topK: 5,
  })),
  scopedWithout('the namespaces are no part of a name', /^(?:scope|evidence)/, (scope) => ({
    ...scope,
    namespaces: null,
  })),
  scopedWithout('the history is no part of a name', /^(?:scope|evidence)/, (scope) => ({
    ...scope,
    historyDigest: '',
  })),
  {
    ...scopedWithout('the tenant is no part of a name', /^scope/, (scope) => ({ ...scope, tenantId: '' })),
    disguise: (ports) => ({ ...ports, entries: sharedByTenants(ports.entries) }),
  },
  {
    name: 'the question of an entry is not compared where two share an id',
    breaks: /^question/,
    plant: ({ exact }) => ({
      exact: {
        findExact: (run, cache) =>
          exact.findExact(
            withEntries(run, ({ read }) => ({
              read: async (tenantId, ids) =>
                (await read(tenantId, ids)).map((entry) => entry && { ...entry, question: cache.question }),
            })),
            cache,
          ),
      },
    }),
    disguise: withCollidingIds,
  },
];

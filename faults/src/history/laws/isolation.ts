import type { Violation } from '../contract.ts';
import type { HistoryIndex } from '../index-history.ts';
import type { Law } from './law.ts';

interface Sight {
  readonly tenantId: string;
  readonly queryId: string;
  readonly how: string;
}

/** L3: nobody sees anything of another tenant. */
export const isolation: Law = (index) => [
  ...index.history.foreignBytes.map(
    ({ tenantId, where, canary }): Violation => ({
      law: 'L3',
      tenantId,
      detail: `${canary} was found in ${where}.`,
    }),
  ),
  ...sights(index)
    .filter(isOfAnother(index))
    .map(
      ({ tenantId, queryId, how }): Violation => ({
        law: 'L3',
        tenantId,
        queryId,
        detail: `Another tenant's query ${how}.`,
      }),
    ),
];

const isOfAnother =
  ({ accepted }: HistoryIndex) =>
  ({ tenantId, queryId }: Sight): boolean => {
    const owner = accepted.get(queryId)?.tenantId;
    return owner !== undefined && owner !== tenantId;
  };

function sights({ history, accepted }: HistoryIndex): readonly Sight[] {
  const { reads, arrivals, deadLetters, listedQueryIds } = history;
  const by =
    (how: string) =>
    ({ tenantId, queryId }: Omit<Sight, 'how'>): Sight => ({ tenantId, queryId, how });
  return [
    ...reads.map(by('was read')),
    ...arrivals.map(by('arrived as a webhook')),
    ...deadLetters.map(by('stands among its dead letters')),
    ...Object.entries(listedQueryIds).flatMap(([tenantId, queryIds]) =>
      queryIds.map((queryId) => ({ tenantId, queryId, how: 'is listed' })),
    ),
    ...[...accepted.values()].flatMap(({ queryId, operations }) =>
      operations.map(({ tenantId }) => ({ tenantId, queryId, how: 'was given to its submission' })),
    ),
  ];
}

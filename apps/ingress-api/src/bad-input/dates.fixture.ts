import { type BadInput, type BadInputClass, CANARY } from './contract.fixture.ts';

const REFUSED: readonly string[] = [
  'from=2026-02-30',
  'from=2026-02-29',
  'from=2026-13-01',
  'from=2026-00-10',
  'from=2026-01-00',
  'from=2026-1-1',
  'from=26-01-01',
  'from=01/02/2026',
  'from=2026-01-01T00:00:00%2B25:00',
  'from=2026-W01-1',
  'from=now',
  'from=0',
  'from=-1',
  'from=1e12',
  'from=99999999999999999999',
  'from=%2B010000-01-01',
  'from=2026-03-02&to=2026-03-01',
  'from=1900-01-01&to=2026-01-01',
  `from=${CANARY}`,
  'from=',
  'to=2100-02-29',
  'from=2026-01-01&from=2026-01-02',
  'from=%D9%A2%D9%A0%D9%A2%D9%A6-01-01',
];

const ACCEPTED: readonly string[] = ['from=2024-02-29&to=2024-03-01', 'from=2026-01-01&to=2026-01-01'];

const of = (query: string, status: number): BadInput => ({
  name: query,
  sent: { target: `/v1/costs?${query}`, caller: 'admin' },
  status,
});

const cases: readonly BadInput[] = [
  ...REFUSED.map((query) => of(query, 422)),
  ...ACCEPTED.map((query) => of(query, 200)),
];

export const DATES: BadInputClass = { name: 'dates', atLeast: 20, cases };

import type { QuestionFamily } from '../question-family.ts';
import { BANK } from './bank.ts';
import { CITY } from './city.ts';
import { HOSPITAL } from './hospital.ts';
import { LOGISTICS } from './logistics.ts';
import { RETAIL } from './retail.ts';
import { SOFTWARE } from './software.ts';
import { UNIVERSITY } from './university.ts';

/** Was the held-out half until its totals had been looked at ten times; it is tuned on since. */
export const SEVEN_ORGANIZATIONS: readonly QuestionFamily[] = [
  ...BANK,
  ...HOSPITAL,
  ...UNIVERSITY,
  ...LOGISTICS,
  ...CITY,
  ...SOFTWARE,
  ...RETAIL,
];

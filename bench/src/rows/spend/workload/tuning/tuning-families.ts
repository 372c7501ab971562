import type { QuestionFamily } from '../question-family.ts';
import { FIFTH_ORGANIZATIONS } from './fifth-organizations.ts';
import { FIRST_COMPANY } from './first-company.ts';
import { FOURTH_ORGANIZATIONS } from './fourth-organizations.ts';
import { SECOND_COMPANY } from './second-company.ts';
import { THIRD_ORGANIZATIONS } from './third-organizations.ts';
import { THIRD_SERVICES } from './third-services.ts';

/** Questions that thresholds, vetoes and the embedder may be tuned on. None of them is in the half that is reported. */
export const TUNING_FAMILIES: readonly QuestionFamily[] = [
  ...FIRST_COMPANY,
  ...SECOND_COMPANY,
  ...THIRD_ORGANIZATIONS,
  ...THIRD_SERVICES,
  ...FOURTH_ORGANIZATIONS,
  ...FIFTH_ORGANIZATIONS,
];

import type { QuestionFamily } from '../question-family.ts';
import { CAR_DRIVERS } from './car-drivers.ts';
import { CAR_STAFF } from './car-staff.ts';
import { FIFTH_ORGANIZATIONS } from './fifth-organizations.ts';
import { FIRST_COMPANY } from './first-company.ts';
import { FOURTH_ORGANIZATIONS } from './fourth-organizations.ts';
import { PARK_GUESTS } from './park-guests.ts';
import { PARK_STAFF } from './park-staff.ts';
import { SECOND_COMPANY } from './second-company.ts';
import { SEVEN_ORGANIZATIONS } from './seven-organizations.ts';
import { TELECOM_CUSTOMERS } from './telecom-customers.ts';
import { TELECOM_STAFF } from './telecom-staff.ts';
import { THIRD_ORGANIZATIONS } from './third-organizations.ts';
import { THIRD_SERVICES } from './third-services.ts';

export type TuningCompany = 'first-five' | 'seven' | 'telecom' | 'parks' | 'cars';

/** By company: who tunes on one may hold another back, and look at its totals alone. */
export const TUNING_COMPANIES: Readonly<Record<TuningCompany, readonly QuestionFamily[]>> = {
  'first-five': [
    ...FIRST_COMPANY,
    ...SECOND_COMPANY,
    ...THIRD_ORGANIZATIONS,
    ...THIRD_SERVICES,
    ...FOURTH_ORGANIZATIONS,
    ...FIFTH_ORGANIZATIONS,
  ],
  seven: SEVEN_ORGANIZATIONS,
  telecom: [...TELECOM_CUSTOMERS, ...TELECOM_STAFF],
  parks: [...PARK_GUESTS, ...PARK_STAFF],
  cars: [...CAR_DRIVERS, ...CAR_STAFF],
};

/** Questions that thresholds, vetoes and the embedder may be tuned on. None of them is in the half that is reported. */
export const TUNING_FAMILIES: readonly QuestionFamily[] = Object.values(TUNING_COMPANIES).flat();

export const isTuningCompany = (name: string): name is TuningCompany => name in TUNING_COMPANIES;

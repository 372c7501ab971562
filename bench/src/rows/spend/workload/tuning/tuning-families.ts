import type { QuestionFamily } from '../question-family.ts';
import { AIRLINE_CREW } from './airline-crew.ts';
import { AIRLINE_PASSENGERS } from './airline-passengers.ts';
import { BREWERY_GUESTS } from './brewery-guests.ts';
import { BREWERY_STAFF } from './brewery-staff.ts';
import { BROKER_BUSINESS_CLIENTS } from './broker-business-clients.ts';
import { BROKER_PRIVATE_CLIENTS } from './broker-private-clients.ts';
import { CAR_DRIVERS } from './car-drivers.ts';
import { CAR_STAFF } from './car-staff.ts';
import { FIFTH_ORGANIZATIONS } from './fifth-organizations.ts';
import { FIRST_COMPANY } from './first-company.ts';
import { FITNESS_MEMBERS } from './fitness-members.ts';
import { FITNESS_STAFF } from './fitness-staff.ts';
import { FOURTH_ORGANIZATIONS } from './fourth-organizations.ts';
import { PARK_GUESTS } from './park-guests.ts';
import { PARK_STAFF } from './park-staff.ts';
import { SECOND_COMPANY } from './second-company.ts';
import { SEVEN_ORGANIZATIONS } from './seven-organizations.ts';
import { TELECOM_CUSTOMERS } from './telecom-customers.ts';
import { TELECOM_STAFF } from './telecom-staff.ts';
import { THIRD_ORGANIZATIONS } from './third-organizations.ts';
import { THIRD_SERVICES } from './third-services.ts';

export type TunedCompany = 'first-five' | 'seven' | 'telecom' | 'parks' | 'cars';
export type HeldBackCompany = 'airline' | 'fitness' | 'brewery' | 'broker';
export type TuningCompany = TunedCompany | HeldBackCompany;

type FamiliesOf<Company extends string> = Readonly<Record<Company, readonly QuestionFamily[]>>;

const TUNED_COMPANIES: FamiliesOf<TunedCompany> = {
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

/** Written without a look at the vetoes: their totals say what tuning on the others is worth elsewhere. */
const HELD_BACK_COMPANIES: FamiliesOf<HeldBackCompany> = {
  airline: [...AIRLINE_PASSENGERS, ...AIRLINE_CREW],
  fitness: [...FITNESS_MEMBERS, ...FITNESS_STAFF],
  brewery: [...BREWERY_GUESTS, ...BREWERY_STAFF],
  broker: [...BROKER_PRIVATE_CLIENTS, ...BROKER_BUSINESS_CLIENTS],
};

/** By company: who tunes on one may hold another back, and look at its totals alone. */
export const TUNING_COMPANIES: FamiliesOf<TuningCompany> = { ...TUNED_COMPANIES, ...HELD_BACK_COMPANIES };

/** Questions that thresholds, vetoes and the embedder may be tuned on. None of them is in the half that is reported. */
export const TUNING_FAMILIES: readonly QuestionFamily[] = Object.values(TUNED_COMPANIES).flat();

/** Belong to the tuning half but are no part of it yet: what is tuned and calibrated there does not know them. */
export const HELD_BACK_FAMILIES: readonly QuestionFamily[] = Object.values(HELD_BACK_COMPANIES).flat();

export const isTuningCompany = (name: string): name is TuningCompany => name in TUNING_COMPANIES;

import type { QuestionFamily } from '../question-family.ts';
import { BUILDING_CONTRACTOR } from './building-contractor.ts';
import { NEWSPAPER } from './newspaper.ts';
import { RAILWAY } from './railway.ts';
import { RELIEF_CHARITY } from './relief-charity.ts';
import { THEATRE } from './theatre.ts';
import { VETERINARY_CLINICS } from './veterinary-clinics.ts';
import { WIND_FARMS } from './wind-farms.ts';

/** By company, for whoever checks what each one holds. */
export const HELD_OUT_SECOND_COMPANIES: Readonly<Record<string, readonly QuestionFamily[]>> = {
  'veterinary clinics': VETERINARY_CLINICS,
  theatre: THEATRE,
  'wind farms': WIND_FARMS,
  railway: RAILWAY,
  'building contractor': BUILDING_CONTRACTOR,
  newspaper: NEWSPAPER,
  'relief charity': RELIEF_CHARITY,
};

/** A second held-out half: written without a look at the vetoes, their word lists or the first one. Nothing may be tuned on it. */
export const HELD_OUT_SECOND_FAMILIES: readonly QuestionFamily[] =
  Object.values(HELD_OUT_SECOND_COMPANIES).flat();

import type { QuestionFamily } from '../question-family.ts';
import { BUILDING_CONTRACTOR } from './building-contractor.ts';
import { NEWSPAPER } from './newspaper.ts';
import { RAILWAY } from './railway.ts';
import { RELIEF_CHARITY } from './relief-charity.ts';
import { THEATRE } from './theatre.ts';
import { VETERINARY_CLINICS } from './veterinary-clinics.ts';
import { WIND_FARMS } from './wind-farms.ts';

/** By company, for whoever checks what each one holds. */
export const HELD_OUT_COMPANIES: Readonly<Record<string, readonly QuestionFamily[]>> = {
  'veterinary clinics': VETERINARY_CLINICS,
  theatre: THEATRE,
  'wind farms': WIND_FARMS,
  railway: RAILWAY,
  'building contractor': BUILDING_CONTRACTOR,
  newspaper: NEWSPAPER,
  'relief charity': RELIEF_CHARITY,
};

/**
 * Questions that the row is reported on, of other trades than the tuning half's. They were written by somebody who had seen
 * neither the vetoes nor their lists of words; nobody looks at what fails on them, and nobody tunes a threshold, a veto or the
 * embedder on them.
 */
export const HELD_OUT_FAMILIES: readonly QuestionFamily[] = Object.values(HELD_OUT_COMPANIES).flat();

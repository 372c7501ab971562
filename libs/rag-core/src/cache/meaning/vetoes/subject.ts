import { contentOf } from '../reading/content.ts';
import { sameFactSet } from './veto.ts';

/** One says something that the other does not, in no form and by no synonym that is known. */
export const subjectDiffers = sameFactSet(contentOf);

import { stemOf } from '../../language/words.ts';
import { FAMILIES } from './families.ts';

const familiesOfStem = new Map<string, Set<number>>();
for (const [id, family] of FAMILIES.split(/[|\n]/).entries()) {
  for (const word of family.trim().split(/\s+/)) {
    const stem = stemOf(word);
    familiesOfStem.set(stem, (familiesOfStem.get(stem) ?? new Set()).add(id));
  }
}

const SAME_STEM = 1;
const SAME_FAMILY = 0.8;
const SAME_BEGINNING = 0.7;
const BEGINNING_CHARACTERS = 4;
const BEGINNING_SHARE = 0.65;

/** How well one stem stands for another: 1 the same, less for a relative, 0 for a stranger. */
export function kinship(one: string, other: string): number {
  if (one === other) return SAME_STEM;
  const families = familiesOfStem.get(other);
  const areRelatives =
    families !== undefined && [...(familiesOfStem.get(one) ?? [])].some((id) => families.has(id));
  if (areRelatives) return SAME_FAMILY;
  return beginsAlike(one, other) ? SAME_BEGINNING : 0;
}

/** Derivations that the stemmer keeps apart: `keeper` and `keep`, `automated` and `automation`. */
function beginsAlike(one: string, other: string): boolean {
  const longest = Math.max(one.length, other.length);
  const needed = Math.max(BEGINNING_CHARACTERS, Math.ceil(longest * BEGINNING_SHARE));
  return Math.min(one.length, other.length) >= needed && one.slice(0, needed) === other.slice(0, needed);
}

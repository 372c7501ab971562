import { stemOf } from '../../language/words.ts';

// Everyday words that questions and documents use for one another. General English, nothing of any one collection.
const FAMILIES = `
vacation holiday holidays leave pto | buy purchase purchased bought | salary wage pay paid payment compensation remuneration
cost costs price fee charge rate paid pay | begin begins began begun start starts launch commence | end ends finish stop cease expire lapse
tall height high | deep depth | long length last lasts duration period | wide width | heavy weigh weighs weight | fast speed quickly quick
old age aged | die died dies death dead | born birth | build built building construct construction constructed completed erected
make made create created produce produced producer production manufacture | found founded founder establish established
employee employees staff worker workers personnel | boss manager supervisor | phone telephone call | mail email
change modify alter edit update | delete remove erase erased removed | allow allowed permit permitted may can | company firm organisation organization business
child children kid kids | need needs require required requires must | get gets receive received receives obtain | keep kept retain retained retention store stored
happen happens occur occurs place | seat seats capacity fit fits | bring brought | car vehicle | writer author wrote written write | doctor physician
show display displays | find locate located location | tell told inform report reported notify | sick ill illness sickness | job position role
fix repair | check inspect verify | begin open opened opens | war conflict | large largest big biggest great greatest | small smallest little
rule policy guideline | money cash funds | answer reply respond response | ask request requested | teach taught teacher | lead led leader
win won winner | sell sold sale sales | say said says state stated | name named called call | use used uses usage | give gave given gives grant granted
cause caused causes reason | mean means meaning | far distance | near close nearby | quit resign resignation | reimburse reimbursed refund
home house | trip travel journey | meal meals food lunch | send sent submit submitted file | stay stayed remain`;

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

const VERB = '(?:ignore|disregard|forget)';
const FILLER = '(?:(?:of|the|your|my|our|these|those|this) ){0,3}';
const EARLIER = '(?:previous|prior|earlier|preceding|above|foregoing)';
const ORDERS = '(?:instructions?|prompts?|directions|directives?|commands?|rules|guidelines)';

// Every quantifier is bounded, so that each pattern takes linear time.
const PHRASES: readonly RegExp[] = [
  new RegExp(`\\b${VERB} ${FILLER}(?:(?:all|any|every|each) )?${FILLER}${EARLIER} (?:system )?${ORDERS}\\b`),
  new RegExp(`\\b${VERB} ${FILLER}(?:all|any|every|each) ${FILLER}(?:${EARLIER}|(?:system )?${ORDERS})\\b`),
  new RegExp(`\\b${VERB} ${FILLER}(?:all )?${FILLER}${ORDERS} (?:above|before|so far)\\b`),
  /\bdisregard (?:(?:all|any) )?prior\b/,
  /\bforget (?:everything|what)\b/,
  /\byou(?: are|'re) now\b/,
  /\bnew persona\b/,
  /\bpretend (?:you are|you're|to be)\b/,
  /\bact as if\b/,
  /\[\/?inst\]/,
  /<\|[a-z0-9_ ]{1,40}\|>/,
  /<<\/?sys>>/,
];

// Only at the start of a line: "operating system: Linux" names no role.
const ROLE_LINE = /^[ \t#*>]{0,8}system[ \t]{0,8}:/m;

/** True when normalized text, its line breaks still in place, holds a phrase that tries to steer the model. */
export function suggestsInjection(lines: string): boolean {
  const lower = lines.toLowerCase().replaceAll('’', "'");
  if (ROLE_LINE.test(lower)) return true;
  const spaced = lower.replace(/\s+/g, ' ');
  return PHRASES.some((phrase) => phrase.test(spaced));
}

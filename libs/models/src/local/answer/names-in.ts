// A capital inside a sentence, or two at its beginning; words that join the parts of a name stay inside it.
const NAME =
  /(?<=[\p{Ll}\p{N},;:)"'”’–—-]\s["“‘'(]?)\p{Lu}[\p{L}\p{N}.'’-]*(?:\s(?:of |the |de |von |van |der |la |le |and |& )?\p{Lu}[\p{L}\p{N}'’-]*)*|^["“‘'(]?\p{Lu}[\p{L}.'’-]*(?:\s(?:of the |of |de |von |van |der )?\p{Lu}[\p{L}\p{N}'’-]*)+/gu;
const AFTER_PLACE =
  /\b(?:in|of|at|near|from|off|around|across|between|into|through|towards?|to|on) (?:the )?$/iu;
const LOOK_BEFORE = 20;
const NOT_NAMES =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Easter|Christmas|I|Please|Note|BC|AD|The|A|An|In|On|At|After|Before|During|By|For|From|With|When|While|If|His|Her|Its|Their|This|That|These|It|He|She|They|Of|As|All|Every|Each|No|Only|Since|Between|Under|Until)$/u;

export interface NewName {
  readonly name: string;
  /** Of two words or more, as a person's. */
  readonly isFull: boolean;
  /** Stands behind "in", "near" and their like. */
  readonly isPlace: boolean;
}

const AROUND = /^[^\p{L}\p{N}]+|(?:['’]s)?[^\p{L}\p{N}]*$/gu;

/** Names that a sentence holds and the question does not have already. */
export function newNamesIn(sentence: string, lowerCaseQuestion: string): readonly NewName[] {
  const asked = new Set(lowerCaseQuestion.match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...sentence.matchAll(NAME)].flatMap(({ 0: found, index }) => {
    const words = found
      .split(/\s+/)
      .map((word) => word.replace(AROUND, ''))
      .filter((word) => /^\p{Lu}/u.test(word) && !NOT_NAMES.test(word));
    const fresh = words.filter((word) => !asked.has(word.toLowerCase()));
    if (fresh.length === 0) return [];
    const isPlace = AFTER_PLACE.test(sentence.slice(Math.max(0, index - LOOK_BEFORE), index));
    return [{ name: fresh.join(' '), isFull: words.length > 1, isPlace }];
  });
}

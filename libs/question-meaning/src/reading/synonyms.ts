import { stemOf, stemOfGerman } from './stem.ts';
import { headOf, SYNONYM_GROUPS } from './thesaurus/synonym-groups.ts';

const MIN_STEM = 4;
const { listed, stems } = readGroups();

/** What a word stands for: it and its synonyms, in all their forms, give one concept. */
export function conceptOf(lower: string, language = 'en'): string {
  const stem = language === 'de' ? stemOfGerman(lower) : stemOf(lower);
  return listed.get(lower) ?? listed.get(stem) ?? stems.get(stem) ?? stem;
}

/** The same of a word with a capital, which may be a name: "Crewe" is no form of "crew", "Notebooks" are notebooks. */
export function conceptOfName(lower: string): string {
  return listed.get(lower) ?? listed.get(lower.replace(/s$/, '')) ?? stemOf(lower);
}

interface Groups {
  readonly listed: ReadonlyMap<string, string>;
  readonly stems: ReadonlyMap<string, string>;
}

/** A form that is listed is itself before it is a form of another: "broken" is no form of "break". */
function readGroups(): Groups {
  const [listed, stems] = [new Map<string, string>(), new Map<string, string>()];
  for (const group of SYNONYM_GROUPS) {
    const head = headOf(group);
    const concept = stemOf(head);
    for (const word of [head, ...group.filter((expression) => !expression.includes(' '))]) {
      listed.set(word, concept);
      const stem = stemOf(word);
      // "Wares" and "war" have three letters in common and nothing else.
      if (!stems.has(stem) && stem.length >= MIN_STEM) stems.set(stem, concept);
    }
  }
  return { listed, stems };
}

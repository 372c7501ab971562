import { baseForms } from './base-forms.ts';
import table from './wordnet.json' with { type: 'json' };

const VERBS: ReadonlySet<string> = new Set(table.verbs);
const THINGS: ReadonlySet<string> = new Set(table.things);
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  table.irregular.map((line): [string, string] => {
    const [form = '', base = ''] = line.split(' ');
    return [form, base];
  }),
);

/**
 * Whether an English word, in any form and small letters, is a verb more often than anything else, as WordNet's corpus counts
 * it; false for words that are not known.
 */
export const isAct = (form: string): boolean =>
  !THINGS.has(form) && [IRREGULAR.get(form) ?? form, ...baseForms(form)].some((base) => VERBS.has(base));

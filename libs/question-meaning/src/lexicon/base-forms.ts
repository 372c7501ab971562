/** What to put for an ending, as WordNet's own morphology does, and for doubled letters: "shipped". */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ies$/, ['y', 'ie']],
  [/(?:s|x|z|ch|sh)es$/, ['']],
  [/men$/, ['man']],
  [/s$/, ['']],
  [/ied$/, ['y']],
  [/ed$/, ['e', '']],
  [/ing$/, ['e', '']],
];
const ES = /es$/;
const DOUBLED = /([bdgklmnprt])\1(?:ed|ing)$/;

/** The words of which a regular form may be one, itself first. Not all of them exist. */
export function baseForms(form: string): readonly string[] {
  const bases = ENDINGS.filter(([ending]) => ending.test(form)).flatMap(([ending, replacements]) =>
    replacements.map((replacement) =>
      ending.source.startsWith('(?:') ? form.replace(ES, replacement) : form.replace(ending, replacement),
    ),
  );
  const single = DOUBLED.test(form) ? [form.replace(DOUBLED, '$1')] : [];
  return [form, ...single, ...bases].filter((base) => base !== '');
}

import { type PiiFinding, SCORES } from './pii-finding.ts';

// Nationalities, religions and political groups, as adjectives and as nouns for people.
const GROUP = `(?:${[
  'afghan|albanian|algerian|american|argentin(?:e|ian)|armenian|australian|austrian|azerbaijani|bangladeshi|belarusian|belgian|bolivian|bosnian|brazilian|british|bulgarian|cambodian|cameroonian|canadian|chilean|chinese|colombian|croatian|cuban|cypriot|czech|danish|dutch|ecuadorian|egyptian|english|eritrean|estonian|ethiopian|filipino|finnish|french|georgian|german|ghanaian|greek|guatemalan|haitian|hungarian|icelandic|indian|indonesian|iranian|iraqi|irish|israeli|italian|jamaican|japanese|jordanian|kazakh|kenyan|korean|kurdish|kuwaiti|latvian|lebanese|libyan|lithuanian|malaysian|mexican|moldovan|mongolian|moroccan|nepalese|nigerian|norwegian|pakistani|palestinian|persian|peruvian|polish|portuguese|puerto rican|romanian|roma|russian|rwandan|saudi|scottish|senegalese|serbian|singaporean|slovak|slovenian|somali|south african|spanish|sri lankan|sudanese|swedish|swiss|syrian|taiwanese|tamil|tanzanian|thai|tibetan|tunisian|turkish|ugandan|ukrainian|uruguayan|uzbek|venezuelan|vietnamese|welsh|yemeni|zimbabwean',
  'agnostic|anglican|atheist|bahai|baptist|buddhist|calvinist|catholic|christian|evangelical|hindu|jain|jewish|lutheran|mennonite|methodist|mormon|muslim|orthodox|pentecostal|presbyterian|protestant|quaker|shia|sikh|sunni|zoroastrian',
  'anarchist|communist|conservative|democrat|fascist|liberal|libertarian|marxist|republican|social democrat|socialist|trade unionist|union member',
].join('|')})`;
const MODIFIERS =
  '(?:(?:an?|born|practi[sc]ing|devout|strict|lifelong|registered|roman|greek|russian|eastern|native|proud|committed|raised|also) ){0,4}';
const PERSONAL =
  "(?:i am|i'm|he is|he's|she is|she's|they are|they're|we are|we're|who is|is also|as|being|was raised|identif(?:y|ies) as|converted to|mother is|father is|wife is|husband is|partner is|colleague is|employee is|manager is|parents are)";

const NOUNS =
  '(?:religion|nationality|ethnicity|citizenship|faith|denomination|political (?:party|affiliation|views?))';
const BEHIND =
  '(?:citizens?|nationals?|immigrants?|refugees?|by birth|faith|by religion|passport holder|descent|origin)';

interface Belief {
  /** The words without which there is none: they are looked for first, since the groups are many. */
  readonly needs: RegExp;
  /** What is personal is the last group, at the end of the match. */
  readonly written: RegExp;
}

const BELIEFS: readonly Belief[] = [
  {
    needs: new RegExp(`\\b${PERSONAL} `, 'i'),
    written: new RegExp(
      `\\b${PERSONAL} ${MODIFIERS}(${GROUP})\\b(?! (?:office|law|team|market|branch|version|edition|language|document|policy|customers?|subsidiary|entity|company))`,
      'gi',
    ),
  },
  {
    needs: new RegExp(`\\b${NOUNS}`, 'i'),
    written: new RegExp(`\\b${NOUNS}(?: is| are|:|=)? ${MODIFIERS}(${GROUP})\\b`, 'gi'),
  },
  {
    needs: new RegExp(` ${BEHIND}\\b`, 'i'),
    written: new RegExp(`(?<![\\w-])(${GROUP})(?= ${BEHIND}\\b)`, 'gi'),
  },
];

/** Nationality, religion and political group of somebody: the word alone is not about a person. */
export function* findBeliefs(text: string): Generator<PiiFinding> {
  for (const { written: belief } of BELIEFS.filter(({ needs }) => needs.test(text)))
    for (const { 0: all, 1: written = '', index } of text.matchAll(belief)) {
      const end = index + all.length;
      yield { kind: 'NRP', start: end - written.length, end, score: SCORES.words };
    }
}

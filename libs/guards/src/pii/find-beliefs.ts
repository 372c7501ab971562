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

/** What is personal is the last group of each, at the end of the match. */
const BELIEFS: readonly RegExp[] = [
  new RegExp(
    `\\b${PERSONAL} ${MODIFIERS}(${GROUP})\\b(?! (?:office|law|team|market|branch|version|edition|language|document|policy|customers?|subsidiary|entity|company))`,
    'gi',
  ),
  new RegExp(
    `\\b(?:religion|nationality|ethnicity|citizenship|faith|denomination|political (?:party|affiliation|views?))(?: is| are|:|=)? ${MODIFIERS}(${GROUP})\\b`,
    'gi',
  ),
  new RegExp(
    `(?<![\\w-])(${GROUP})(?= (?:citizens?|nationals?|immigrants?|refugees?|by birth|faith|by religion|passport holder|descent|origin)\\b)`,
    'gi',
  ),
];
const MAY_SPEAK_OF_BELIEF =
  /\b(?:i am|i'm|is|she's|he's|are|they're|we're|as|being|raised|identif|converted|religion|nationality|ethnicity|citizen|national|faith|denomination|political|immigrant|refugee|by birth|passport holder|descent|origin)/i;

/** Nationality, religion and political group of somebody: the word alone is not about a person. */
export function* findBeliefs(text: string): Generator<PiiFinding> {
  if (!MAY_SPEAK_OF_BELIEF.test(text)) return;
  for (const belief of BELIEFS)
    for (const { 0: all, 1: written = '', index } of text.matchAll(belief)) {
      const end = index + all.length;
      yield { kind: 'NRP', start: end - written.length, end, score: SCORES.words };
    }
}

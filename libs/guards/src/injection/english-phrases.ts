import { CERTAIN, HINT, LIKELY, type WeighedPhrase } from './weighed-phrase.ts';

const VERB = '(?:ignore|disregard|forget|overlook|override|bypass)';
const VERB_STEMS = ['ignore', 'disregard', 'forget', 'overlook', 'override', 'bypass'];
const FILLER = '(?:(?:of|the|your|my|our|these|those|this) ){0,3}';
const EARLIER = '(?:previous|prior|earlier|preceding|above|foregoing)';
const ORDERS =
  '(?:instructions?|prompts?|directions|directives?|commands?|rules|guidelines|guidance|restrictions)';
const SHOW = '(?:repeat|print|output|show|reveal|display|dump|recite|render|translate|tell me|write out)';
const SHOW_STEMS = [
  'repeat',
  'print',
  'output',
  'show',
  'reveal',
  'display',
  'dump',
  'recite',
  'render',
  'translate',
  'tell me',
  'write out',
];
const UNBOUND = '(?:limits?|filters?|restrictions|rules|safety|censorship)';

const OVERRIDES: readonly WeighedPhrase[] = [
  `\\b${VERB} ${FILLER}(?:(?:all|any|every|each) )?${FILLER}${EARLIER} (?:system )?${ORDERS}\\b`,
  `\\b${VERB} ${FILLER}(?:all|any|every|each) ${FILLER}(?:${EARLIER}|(?:system )?${ORDERS})\\b`,
  `\\b${VERB} ${FILLER}(?:all )?${FILLER}${ORDERS} (?:above|before|so far)\\b`,
  `\\b${VERB} ${FILLER}(?:all )?${FILLER}${ORDERS} (?:that )?you\\b`,
  `\\b${VERB} (?:everything|anything|all) (?:that )?(?:is |was |stands )?(?:above|before|said)\\b`,
  `\\b${VERB} your (?:\\w{1,20} ){0,2}(?:${ORDERS}|programming|training)\\b`,
  '\\bdisregard (?:(?:all|any) )?prior\\b',
  '\\bforget (?:everything|what)\\b',
].map((pattern) => ({ stems: VERB_STEMS, pattern: new RegExp(pattern), weight: CERTAIN }));

const ROLES: readonly WeighedPhrase[] = [
  { stems: ['you are now', "you're now"], pattern: /\byou(?: are|'re) now\b/, weight: CERTAIN },
  { stems: ['new persona'], pattern: /\bnew persona\b(?! (?:research|map|template))/, weight: CERTAIN },
  { stems: ['pretend'], pattern: /\bpretend (?:you are|you're|to be)\b/, weight: CERTAIN },
  { stems: ['act as if'], pattern: /\bact as if\b/, weight: CERTAIN },
  {
    stems: ['unrestricted', 'unfiltered', 'uncensored'],
    pattern: /\bun(?:restricted|filtered|censored) (?:assistant|model|ai|chatbot|computer|mode)\b/,
    weight: LIKELY,
  },
  {
    stems: ['without', 'no ', 'none'],
    pattern: new RegExp(
      `\\b(?:without|has no|have no|free of) (?:your |any |all )?(?:\\w{1,20} )?${UNBOUND}\\b`,
    ),
    weight: HINT,
  },
  {
    stems: ['from now on', 'from this moment'],
    pattern: /\bfrom (?:now on|this moment)\b/,
    weight: HINT / 2,
  },
  {
    stems: ['from now on', 'from this moment'],
    pattern: /\bfrom (?:now on|this moment)(?: on)?,? you\b/,
    weight: HINT,
  },
  {
    stems: ['stay in', 'remain in'],
    pattern: /\b(?:stay|remain) in (?:that|this|your|the) (?:role|character)\b/,
    weight: HINT,
  },
  {
    stems: ['play a', 'role-play', 'roleplay'],
    pattern: /\b(?:let us|let's) (?:play a game|role-?play)\b|\brole-?play as\b/,
    weight: HINT,
  },
  {
    stems: ['you are a', 'you are the'],
    pattern: /\byou are (?:an?|the) (?:\w{1,20} ){0,2}(?:computer|assistant|model|ai|bot|terminal|hacker)\b/,
    weight: HINT,
  },
  {
    stems: ['mode'],
    pattern:
      /\b(?:enter|switch to|enable|activate|go into) (?:developer|debug|god|dan|admin|jailbreak|unsafe) mode\b/,
    weight: HINT,
  },
  { stems: ['jailbreak'], pattern: /\bjailbr(?:eak|oken)\b/, weight: HINT },
];

const LEAKS: readonly WeighedPhrase[] = [
  {
    stems: SHOW_STEMS,
    pattern: new RegExp(
      `\\b${SHOW} .{0,40}\\b(?:system prompt|(?:initial|hidden|secret|original) (?:prompt|instructions|text|message)|your (?:\\w{1,20} )?(?:instructions|prompt|rules|guidelines|configuration))\\b`,
    ),
    weight: LIKELY,
  },
  {
    stems: ['repeat', 'print', 'output'],
    pattern:
      /\b(?:repeat|print|output) (?:\w{1,20} ){0,3}(?:above|before this|so far)\b(?!,? (?:the|a|an)\b)/,
    weight: LIKELY,
  },
  {
    stems: ['before this', 'stands before', 'stands above'],
    pattern: /\b(?:stands|comes|written) (?:before|above)\b.{0,20}(?:this|sentence|message)/,
    weight: LIKELY,
  },
  {
    stems: ['your'],
    pattern: /\byour (?:system|initial|hidden|secret|original) (?:prompt|instructions?|message)\b/,
    weight: LIKELY,
  },
  {
    stems: ['what are your', 'what is your', 'what were you'],
    pattern: /\bwhat (?:are|is|were) your? (?:instructions|prompt|rules|told)\b/,
    weight: HINT,
  },
  {
    stems: ['you were told', 'you were given', 'you were configured'],
    pattern: /\byou were (?:told|given|configured)\b/,
    weight: HINT,
  },
  {
    stems: ['code block'],
    pattern: /\b(?:output|print|put) them (?:inside|in|into) an? code block\b/,
    weight: HINT,
  },
  {
    stems: ['your rules', 'your instructions', 'your prompt'],
    pattern: /\b(?:hold|contain|include) your (?:rules|instructions|prompt)\b/,
    weight: HINT,
  },
];

export const ENGLISH_PHRASES: readonly WeighedPhrase[] = [...OVERRIDES, ...ROLES, ...LEAKS];

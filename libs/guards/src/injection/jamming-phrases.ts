import { HINT, LIKELY, type WeighedPhrase } from './weighed-phrase.ts';

const SAY = '(?:reply|respond|answer|say|state|write)';
const DENIAL =
  "(?:cannot|can't|unable|not answer|no information|nothing was found|not know|confidential|refusal|not available)";

/** Orders to a model that has to answer: what a document says to be quoted alone, or to keep others from being quoted. */
export const JAMMING_PHRASES: readonly WeighedPhrase[] = [
  {
    stems: ['instructions for'],
    pattern: /\bnew (?:instructions|orders) for (?:the|an|any) (?:assistant|ai|model)\b/,
    weight: LIKELY,
  },
  {
    stems: ['only', 'every', 'any '],
    pattern: new RegExp(
      `\\b${SAY} (?:\\w{1,20} )?(?:only|to every|to any|every|any)(?: (?:query|question|request))?,?(?: only)? ?(?:with|by|:)`,
    ),
    weight: LIKELY,
  },
  {
    stems: ['instead'],
    pattern: new RegExp(`\\b(?:question|request)s? and ${SAY} .{1,40}\\binstead\\b`),
    weight: LIKELY,
  },
  { stems: ['answered'], pattern: /\b(?:must|may|shall|should) not be answered\b/, weight: HINT },
  {
    stems: ['not answer', 'never answer', "don't answer"],
    pattern: /\b(?:do not|never|don't) answer (?:the|any|this|questions?|requests?)\b/,
    weight: LIKELY,
  },
  {
    stems: ['refus', 'declin'],
    pattern: /\b(?:you )?(?:must|shall|should|to|;|,) ?(?:refuse|decline) (?:to|every|any|all)\b/,
    weight: HINT,
  },
  {
    stems: ['refus', 'declin'],
    pattern:
      /\b(?:refuse|decline) (?:to (?:answer|respond)|every (?:request|question)|any (?:request|question))\b/,
    weight: HINT,
  },
  {
    stems: ['if you are an'],
    pattern: /\bif you are an? (?:ai|assistant|language model|model|bot|llm)\b/,
    weight: LIKELY,
  },
  {
    stems: ['model', 'ai ', 'assistant'],
    pattern:
      /\b(?:any (?:ai|language )?model|ai systems?|ai assistants?|language models?|the assistant) (?:that \w{1,20} this )?(?:shall|must|should|is not allowed|may not|has to)\b/,
    weight: LIKELY,
  },
  {
    stems: ['only'],
    pattern: /\bonly (?:permitted|correct|allowed|valid|right) (?:answer|reply|response)\b/,
    weight: LIKELY,
  },
  {
    stems: ['other'],
    pattern: /\b(?:whatever|treat) (?:all |the )?other (?:passages|documents|sources|texts)\b/,
    weight: HINT,
  },
  { stems: ['whatever is asked'], pattern: /\bwhatever (?:is|was|they|you are) asked?\b/, weight: HINT },
  {
    stems: ['say', 'repl', 'respond', 'state', 'answer'],
    pattern: new RegExp(
      `\\b(?:always |only )?${SAY} (?:that|only|with|to every query with)\\b.{0,50}\\b${DENIAL}\\b`,
    ),
    weight: HINT,
  },
  {
    stems: ['you must not', 'you must'],
    pattern: /\byou must (?:not )?(?:reveal|tell|mention|respond|answer|decline|refuse)\b/,
    weight: HINT,
  },
  { stems: ['apologise and', 'apologize and'], pattern: /\bapologi[sz]e and (?:end|stop)\b/, weight: HINT },
];

import type { KindPattern } from './kind-patterns.ts';

/** What a question that matches asks for. */
export interface Rule {
  readonly asks: RegExp;
  readonly holds: KindPattern;
  readonly kind: 'measure' | 'time' | 'reason' | 'place';
  /** Words of the question that the kind itself stands for. */
  readonly covers?: string;
  /** The answer may do without. */
  readonly isOptional?: true;
}

/** Any sum answers a question for one of these; a salary or a fine has to be named beside the sum. */
const MONEY_WORDS =
  'cost price charge charges pay paid expensive fare money worth value amount fee fees rate';
const PRICED =
  'cost|costs|price|prices|priced|charge|charges|pay|paid|expensive|fare|fares|rent|salary|wages?|earn|money|worth|value|amount';
/** What may be a share of a price too. */
const DUE =
  'fee|fees|rate|fine|penalty|deposits?|tax|surcharge|tariff|compensation|allowance|bonus|discount|refund|spend|refunded|reimbursed';
/** "How much is …", "what is the usual …" with one of these words. */
const asksMoney = (named: string): RegExp =>
  new RegExp(
    `\\bhow (?:much|high|large|big)\\b.*\\b(?:${named})\\b|\\b(?:what|which) (?:is|are|was|were) (?:the |an? |its |your )?(?:[\\p{L}'’-]+ ){0,3}(?:${named})\\b`,
    'u',
  );

/** The first that matches the question, in lower case, decides. */
export const RULES: readonly Rule[] = [
  {
    asks: /\b(?:phone|telephone|fax|mobile|e-?mail|contact|hotline|helpline)\b.*\b(?:number|address)\b|\bextension number\b/u,
    holds: 'contact',
    kind: 'measure',
  },
  { asks: /\bhow (?:expensive|cheap)\b/u, holds: 'money', kind: 'measure', covers: MONEY_WORDS },
  { asks: /\bhow much .*\bweigh|\bhow heavy\b/u, holds: 'mass', kind: 'measure', covers: 'heavy weigh' },
  { asks: asksMoney(DUE), holds: 'due', kind: 'measure', covers: MONEY_WORDS },
  { asks: asksMoney(PRICED), holds: 'money', kind: 'measure', covers: MONEY_WORDS },
  { asks: /\bhow much cheaper\b/u, holds: 'money', kind: 'measure' },
  {
    asks: /\bwhat (?:do|does|did|will|would) .*\b(?:cost|pay|charged?)\b/u,
    holds: 'money',
    kind: 'measure',
    covers: MONEY_WORDS,
  },
  {
    asks: /\b(?:what|which) (?:price|fee|fine|salary|amount)\b/u,
    holds: 'due',
    kind: 'measure',
    covers: MONEY_WORDS,
  },
  {
    asks: /\b(?:what|which) (?:percentage|percent|share|proportion)\b|\bhow much of\b/u,
    holds: 'percent',
    kind: 'measure',
    covers: 'percentage percent share proportion',
  },
  {
    asks: /\bhow fast\b|\b(?:what|which|top|maximum) speed\b/u,
    holds: 'pace',
    kind: 'measure',
    covers: 'fast speed',
  },
  {
    asks: /\b(?:what|which|maximum|minimum|max|min) (?:\p{L}+ )?temperatures?\b|\bhow (?:hot|cold|warm)\b|\bhow many degrees\b/u,
    holds: 'temperature',
    kind: 'measure',
    covers: 'hot cold warm temperature temperatures degrees',
  },
  {
    asks: /\bhow long\b.*\b(?:take|takes|took|last|lasts|lasted|valid|kept|wait|before|until|borrow|loaned|stay|need)\b/u,
    holds: 'duration',
    kind: 'measure',
    covers: 'long take last lasts',
  },
  {
    asks: /\bhow far (?:back|ahead|in advance|beforehand)\b|\bhow much (?:time|notice|warning)\b/u,
    holds: 'duration',
    kind: 'measure',
    covers: 'far back ahead advance beforehand time',
  },
  {
    asks: /\bhow long\b.*\b(?:metres|meters|feet|miles|kilometres)\b|\bhow (?:tall|high|deep|wide|far|thick)\b/u,
    holds: 'length',
    kind: 'measure',
    covers: 'long tall high deep wide far thick',
  },
  { asks: /\bhow long\b/u, holds: 'extent', kind: 'measure', covers: 'long' },
  {
    asks: /\bhow (?:soon|quickly|often|frequently)\b/u,
    holds: 'frequency',
    kind: 'time',
    covers: 'soon quickly often frequently',
  },
  { asks: /\bhow loud\b/u, holds: 'loudness', kind: 'measure', covers: 'loud' },
  { asks: /\bhow bright\b/u, holds: 'brightness', kind: 'measure', covers: 'bright' },
  { asks: /\bhow (?:strong|powerful)\b/u, holds: 'strength', kind: 'measure', covers: 'strong powerful' },
  {
    asks: /\b(?:what|which|minimum|maximum) age\b|\bhow old must\b/u,
    holds: 'age',
    kind: 'measure',
    covers: 'old age',
  },
  {
    asks: /\bhow old\b/u,
    holds: 'oldness',
    kind: 'measure',
    covers: 'old age',
  },
  {
    asks: /\bhow (?:much|large|big|hard|steep|tight|thin|small)\b/u,
    holds: 'number',
    kind: 'measure',
    covers: 'much large big hard steep tight thin small',
  },
  {
    asks: /\b(?:what|which) (?:is|are|was|were) (?:the |its )?(?:\p{L}+ ){0,2}(?:population|number|area|size|length|height|depth|width|weight|distance|age|capacity|volume|radius|diameter|limit|maximum|minimum|score|percentage|temperature|speed)\b/u,
    holds: 'number',
    kind: 'measure',
    covers: 'number size amount',
  },
  {
    asks: /\b(?:what|which) (?:\p{L}+ )?(?:number|amount|pressure|humidity|size|age|height|distance|length|diameter|thickness|slope|voltage|width|depth|weight)\b/u,
    holds: 'number',
    kind: 'measure',
    covers: 'number amount size age',
  },
  {
    asks: /\b(?:what|which) (?:\p{L}+ )?(?:version|port|floor|platform|gate|page|channel|room)\b/u,
    holds: 'number',
    kind: 'measure',
    isOptional: true,
  },
  {
    asks: /\b(?:what|which) colou?rs?\b/u,
    holds: 'colour',
    kind: 'measure',
    covers: 'color colour colors colours',
  },
  {
    asks: /\b(?:what|which) (?:years?|decade|century)\b/u,
    holds: 'year',
    kind: 'time',
    covers: 'year decade century',
  },
  {
    asks: /\b(?:what|which) (?:week)?days?\b(?! off)/u,
    holds: 'day',
    kind: 'time',
    covers: 'day days weekday',
  },
  { asks: /\b(?:what|which) months?\b/u, holds: 'month', kind: 'time', covers: 'month months' },
  {
    asks: /\b(?:what|which) (?:is the )?(?:\p{L}+ )?(?:date|time|hour|deadline)\b/u,
    holds: 'time',
    kind: 'time',
    covers: 'date time hour deadline',
  },
  {
    asks: /^(?:by |since |until |from )?when\b|[,;] when\b|\band when(?:\?|$| (?:is|are|was|were|do|does|did|can|may|must|will|should)\b)|\bsince when\b|\buntil when\b/u,
    holds: 'moment',
    kind: 'time',
  },
  {
    asks: /^(?:and |but |so )?why\b|\bwhat (?:is|was) the reason\b|\bwhat (?:caused|causes)\b/u,
    holds: 'reason',
    kind: 'reason',
    covers: 'reason',
    isOptional: true,
  },
  {
    asks: /^(?:from |to |in |at )?where\b|\b(?:in|at) (?:what|which) (?:place|location)\b/u,
    holds: 'place',
    kind: 'place',
    isOptional: true,
  },
];

import { CERTAIN, HINT, type WeighedPhrase } from './weighed-phrase.ts';

interface Language {
  readonly stems: readonly string[];
  readonly patterns: readonly RegExp[];
}

/** "Ignore the earlier instructions" in German, French, Spanish, Italian, Portuguese, Dutch, Chinese and Japanese. */
const OVERRIDES: readonly Language[] = [
  {
    stems: ['ignorier', 'vergiss', 'vergesst', 'missacht'],
    patterns: [
      /\b(?:ignorier\w{0,3}|vergiss|vergesst|missachte\w?)\b.{0,30}\b(?:alle[ns]?|vorherige[nr]?|bisherige[nr]?|vorige[nr]?|obige[nr]?|frühere[nr]?)\b.{0,30}(?:anweisung|regel|vorgabe|instruktion|befehl|prompt)/,
    ],
  },
  {
    stems: ['ignore', 'oubli'],
    patterns: [
      /\b(?:ignore[rz]?|oublie[rz]?)\b.{0,30}\b(?:instructions|consignes|règles|directives)\b.{0,25}(?:précédent|ci-dessus|antérieur|reçu|donné)/,
      /\b(?:ignore[rz]?|oublie[rz]?) toutes? (?:les|vos|tes) (?:instructions|consignes|règles)/,
    ],
  },
  {
    stems: ['ignor', 'olvid', 'desestim'],
    patterns: [
      /\b(?:ignor[ae]\w{0,2}|olvid[ae]\w{0,2}|desestim[ae])\b.{0,30}(?<!\p{L})(?:instrucciones|reglas|órdenes|indicaciones)\b.{0,25}(?:anterior|previa|dieron|diste|recibi)/u,
    ],
  },
  {
    stems: ['ignor', 'dimentic', 'trascur'],
    patterns: [
      /\b(?:ignora\w{0,2}|dimentica\w{0,2}|trascura)\b.{0,30}\b(?:istruzioni|regole|direttive)\b.{0,25}(?:precedent|ricevut|sopra)/,
    ],
  },
  {
    stems: ['ignor', 'esque', 'desconsider'],
    patterns: [
      /\b(?:ignor[ae]\w?|esque(?:ça|ce|cer)|desconsidere)\b.{0,30}(?:instruções|regras|ordens|diretrizes).{0,25}(?:anterior|acima|receb|deram)/,
    ],
  },
  {
    stems: ['negeer', 'vergeet'],
    patterns: [
      /\b(?:negeer|vergeet)\b.{0,30}\b(?:vorige|eerdere|bovenstaande|voorgaande|alle)\b.{0,30}(?:instructies|regels|opdrachten)/,
      /\b(?:negeer|vergeet)\b.{0,20}\b(?:instructies|regels|opdrachten)\b.{0,20}(?:kreeg|gekregen|gegeven)/,
    ],
  },
  {
    stems: ['忽略', '无视', '無視', '忘记', '忘掉'],
    patterns: [
      /(?:忽略|无视|無視|忘记|忘掉).{0,10}(?:之前|以上|上述|前面|先前|所有|全部).{0,10}(?:指令|指示|规则|規則|提示)/,
    ],
  },
  {
    stems: ['無視', '忘れ'],
    patterns: [/(?:これまで|以前|上記|すべて|全て).{0,12}(?:指示|ルール|命令|規則).{0,12}(?:無視|忘れて)/],
  },
];

const words = (...stems: readonly string[]): WeighedPhrase => ({
  stems,
  pattern: new RegExp(stems.join('|')),
  weight: HINT,
});

export const PHRASES_OF_LANGUAGES: readonly WeighedPhrase[] = [
  ...OVERRIDES.flatMap(({ stems, patterns }) =>
    patterns.map((pattern) => ({ stems, pattern, weight: CERTAIN })),
  ),
  words(
    'systemprompt',
    'systeemprompt',
    'prompt système',
    'prompt de sistema',
    'prompt di sistema',
    'prompt do sistema',
    '系统提示',
    '初始提示',
    'システムプロンプト',
  ),
  words(
    'ohne einschränkung',
    'sans limites',
    'sin restricciones',
    'senza limiti',
    'sem restrições',
    'zonder beperkingen',
    '没有限制',
    '制限なし',
  ),
];

/** What a follow-up is made of in one language. All in lower case. */
export interface FollowUpWords {
  /** What opens one and means nothing by itself. */
  readonly opening: RegExp;
  /** A question word that stands alone: "why?", "since when?". */
  readonly bare: RegExp;
  readonly determiners: ReadonlySet<string>;
  readonly prepositions: ReadonlySet<string>;
  /** Words that are no part of a noun phrase: question words, auxiliaries, pronouns, conjunctions. */
  readonly breaks: ReadonlySet<string>;
  /** Verbs that end a noun phrase or open its predicate. */
  readonly verbs: ReadonlySet<string>;
  /** Stands for a person, with its possessive forms. */
  readonly persons: ReadonlySet<string>;
  /** Stands for a thing or for several. */
  readonly things: ReadonlySet<string>;
  readonly possessives: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** "for", as it joins what a question is now about. */
  readonly about: string;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

const EN: FollowUpWords = {
  opening:
    /^(?:(?:ok(?:ay)?|thanks|thank you|great|good|right|i see|and|but|so|or|also|then|well|now)\b[,.!]?\s*)*(?:(?:what|how) about\s+)?/iu,
  bare: /^(?:why(?: not)?|when|where|who|how|how (?:much|many|long|often|far|old)|(?:since|until|till|by|from) when|what time|which one|where to|for whom|by whom|how so|how come)$/iu,
  determiners: set('the a an my your our their his her its this that these those each every all any some'),
  prepositions: set(
    'in on at for of from to with by about after before during since until under over into per within near behind between without against as',
  ),
  breaks:
    set(`what which who whom whose when where why how many much long often is are was were be been do does did can could may might must
    shall should will would has have had i you we me us it he she they him them there and or but if not than then so very just also`),
  verbs:
    set(`get gets got cost costs take takes took last lasts cover covers include includes need needs work works open opens close closes start starts
    begin begins end ends run runs happen happens mean means have has make makes made go goes come comes came pay pays receive receives book books
    find report reset apply use uses own owns owned found founded build built design designed paint painted lead leads led give gives allow allowed
    permitted required collected kept stored available valid due included live lives lived die died born know tell send hand bring park install cancel
    approve approves become becomes weigh weighs achieve sink sank offer offers cost borrow rent reach order buy sell extend extended free`),
  persons: set('he she him her his'),
  things: set('it they them its their that this those these'),
  possessives: set('his its their'),
  places: set('there'),
  about: 'for',
};
const DE: FollowUpWords = {
  opening:
    /^(?:(?:ok(?:ay)?|danke|gut|und|aber|also|oder|dann)\b[,.!]?\s*)*(?:(?:was ist mit|wie (?:ist|sieht) es (?:mit|bei|für))\s+)?/iu,
  bare: /^(?:warum(?: nicht)?|wieso|weshalb|wann|wo|wer|wie|wie (?:viel|lange|oft|weit)|(?:seit|bis|ab) wann|wohin|für wen)$/iu,
  determiners: set(
    'der die das den dem des ein eine einen einem einer eines mein meine unser unsere jeder jede jedes diese dieser dieses',
  ),
  prepositions: set(
    'in im an am auf für von vom zu zum zur mit bei beim nach vor seit bis um aus über unter ab während ohne',
  ),
  breaks:
    set(`was welche welcher welches wer wen wem wann wo warum wieso wie viele viel lange oft ist sind war waren wird werden wurde hat haben hatte kann
    können darf dürfen muss müssen soll ich du wir sie er es man ihn ihm ihr und oder aber nicht`),
  verbs: set(
    'kostet kosten öffnet öffnen schließt beginnt endet gibt dauert gilt bekommt bekommen erhält gegründet gebaut geboren leitet bedeutet hoch groß lang gültig',
  ),
  persons: set('er sie ihn ihm ihr sein seine'),
  things: set('er sie es ihn sein seine ihre das'),
  possessives: set('sein seine ihre'),
  places: set('dort da'),
  about: 'für',
};
const FR: FollowUpWords = {
  opening:
    /^(?:(?:ok|merci|et|mais|alors|donc|ou)\b[,.!]?\s*)*(?:(?:qu['’]en est-il (?:de|du|des)|quid (?:de|du|des))\s+)?/iu,
  bare: /^(?:pourquoi(?: pas)?|quand|où|qui|comment|combien|depuis quand|jusqu['’]à quand|à quelle heure|pour qui)$/iu,
  determiners: set('le la les l un une des du mon ma mes notre nos ce cet cette ces chaque'),
  prepositions: set('à au aux en dans sur pour de du des d par avec chez sans sous vers avant après depuis'),
  breaks: set(
    'que qui quoi quel quelle quels quelles quand où comment combien pourquoi est sont était a ont peut peuvent doit je tu il elle on nous vous ils elles et ou mais ne pas',
  ),
  verbs: set('coûte coûtent ouvre ouvrent ferme commence finit dure fondé construit né mort dirige signifie'),
  persons: set('il elle'),
  things: set('il elle ils elles cela ça'),
  possessives: set(''),
  places: set(''),
  about: 'pour',
};
const ES: FollowUpWords = {
  opening:
    /^(?:[¿¡]?\s*(?:ok|gracias|y|pero|entonces|o|e)(?!\p{L})[,.!]?\s*)*(?:(?:qué (?:hay|pasa) (?:de|del|con))\s+)?/iu,
  bare: /^(?:por qué(?: no)?|cuándo|dónde|quién|cómo|cuánto|desde cuándo|hasta cuándo|a qué hora|para quién)$/iu,
  determiners: set('el la los las un una unos unas mi mis nuestro nuestra cada este esta'),
  prepositions: set('en a al para de del con por sin sobre desde hasta antes después'),
  breaks: set(
    'qué que quién cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas por es son está están era ha puede pueden debe yo tú él ella nosotros ellos y o pero no se',
  ),
  verbs: set('cuesta cuestan abre abren cierra empieza termina dura fundó construyó nació murió significa'),
  persons: set(''),
  things: set(''),
  possessives: set(''),
  places: set(''),
  about: 'para',
};

/** By BCP 47 code. */
export const FOLLOW_UP_LANGUAGES: ReadonlyMap<string, FollowUpWords> = new Map([
  ['en', EN],
  ['de', DE],
  ['fr', FR],
  ['es', ES],
]);

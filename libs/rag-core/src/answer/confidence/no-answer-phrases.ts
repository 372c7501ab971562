/** How a language says that the documents hold no answer. */
interface PhraseBook {
  /** Said before it, and means nothing by itself: "Sorry, but". */
  readonly opening: RegExp;
  readonly phrases: readonly RegExp[];
  /** An answer follows after all. */
  readonly contrast: RegExp;
}

const EDGE = String.raw`(?:(?<=\p{L})(?!\p{L})|(?<!\p{L})(?=\p{L}))`;
/** In it `\b` is the edge of a word in any letters: that of a RegExp never stands behind "está" or "há". */
const phrase = (source: string): RegExp => new RegExp(source.replaceAll(String.raw`\b`, EDGE), 'iu');
const opening = (words: string): RegExp =>
  new RegExp(`^(?:(?:${words})[,.:;!]?\\s*(?:(?:but|aber|mais|pero|ma|maar|mas)\\s+)?)+`, 'iu');

const FRENCH_DOCUMENTS =
  "\\b(?:documents?|passages?|textes?|sources?|extraits?|contexte|informations)\\b.*\\b(?:ne|n['’])\\s?(?:(?:l[ae]|les|nous|vous|en|y) |l['’])?";
/** What a document does that says something. Others do not leave the office. */
const FRENCH_SAYS =
  'contien\\p{L}+|mentionn\\p{L}+|indiqu\\p{L}+|précis\\p{L}+|spécifi\\p{L}+|répond\\p{L}*|di(?:t|sent)|donn\\p{L}+|fourni\\p{L}+|comport\\p{L}+|inclu\\p{L}+|évoqu\\p{L}+|trait\\p{L}+|abord\\p{L}+|parl\\p{L}+|décri\\p{L}+|expliqu\\p{L}+|révèl\\p{L}+|renseign\\p{L}+|couvr\\p{L}+';

/** By language, so that each can be read as a whole. What an answer says of its subject is none of them: they speak of the documents or of the writer. */
export const NO_ANSWER_PHRASES: Readonly<Record<'en' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'pt', PhraseBook>> =
  {
    en: {
      opening: opening(
        "(?:i['’]?m|i am|we['’]?re|we are) (?:very |so )?(?:sorry|afraid)(?: that)?|i apologi[sz]e|sorry|unfortunately|(?:based on|according to|from|given) (?:the|these|your)(?: \\p{L}+){0,3}? (?:documents?|passages?|context|sources?|information|texts?|excerpts?)",
      ),
      phrases: [
        phrase(
          "^i (?:do not|don['’]?t) (?:know|have (?:that|this|the|any|enough|sufficient)\\b.*\\b(?:information|data|details|context|answer))",
        ),
        phrase(
          "^(?:i|we) (?:cannot|can['’]?t|can not|could not|couldn['’]?t|am unable to|am not able to|was unable to|were unable to|are unable to) (?:\\p{L}+ )?(?:answer|find|determine|locate|tell|say|provide (?:an answer|that|this|any))",
        ),
        phrase(
          "\\b(?:documents?|passages?|contexts?|sources?|texts?|excerpts?|information(?: provided)?|material|articles?)(?: \\p{L}+){0,3} (?:do|does|did) ?(?:not|n[’']t) (?:\\p{L}+ )?(?:answer|contain|mention|include|provide|say|state|specify|give|cover|address|describe|discuss|tell|explain|reveal|indicate|have(?! to\\b)|hold)",
        ),
        phrase(
          '\\b(?:documents?|passages?|contexts?|sources?|texts?|excerpts?)(?: \\p{L}+){0,3} (?:contain|mention|include|provide|give|have|hold|offer)s? no\\b',
        ),
        phrase(
          "^(?:there is|there[’']?s|i (?:found|see|have)|we (?:found|have)) (?:no|not enough|insufficient) (?:relevant |such |specific )?(?:information|mention|answer|data|details|documents?|passages?)\\b(?! (?:desk|sheet|board|centre|center|point))",
        ),
        phrase(
          '^no (?:relevant |such |specific )?(?:information|answer|mention|details|documents?)\\b.*\\b(?:found|available|provided|given|is made|exists?|in the)\\b',
        ),
        phrase(
          '\\b(?:is|are|was|were) (?:not|nowhere) (?:\\p{L}+ )?(?:mentioned|stated|specified|given|provided|covered|found|answered|contained|included|described|addressed)\\b.*\\b(?:in|by) (?:the|these|any|your)(?: \\p{L}+){0,3}? (?:documents?|passages?|context|sources?|texts?|excerpts?|information)\\b',
        ),
        phrase("^(?:this|that|the|your) question (?:cannot|can[’']?t|can not|could not) be answered\\b"),
        phrase('^(?:not enough|insufficient) (?:information|context|data)\\b'),
      ],
      contrast: phrase('\\b(?:but|however|although|though|nevertheless|still|yet)\\b'),
    },
    de: {
      opening: opening(
        'tut mir (?:sehr )?leid|es tut mir (?:sehr )?leid|leider|entschuldigung|verzeihung|bedauerlicherweise',
      ),
      phrases: [
        phrase(
          '^(?:das |dies |davon |darüber )?(?:ich )?(?:weiß|weiss) ich(?: leider)? nicht|^ich (?:weiß|weiss) (?:es |das |darüber )?(?:leider )?nicht',
        ),
        phrase(
          '\\b(?:dokumente?n?|unterlagen|texte?n?|quellen?|passagen?|kontext|auszüge?n?|informationen)\\b.*\\b(?:nicht|kein(?:e|en|er|erlei)?|nichts)\\b.*\\b(?:beantwort\\p{L}*|enthalten|enthält|erwähn\\p{L}*|hervor|angegeben|genannt|finden|gefunden|aussage|angaben?|informationen|antwort|auskunft|steht)\\b',
        ),
        phrase(
          '\\b(?:dokumente?|unterlagen|texte?|quellen?|passagen?|kontext|auszüge?)\\b (?:\\p{L}+ )?(?:enthalten|enthält|beantworten|beantwortet|nennen|nennt|erwähnen|erwähnt|sagen|sagt|geben|gibt)\\b.*\\b(?:nicht|kein(?:e|en|er|erlei)?|nichts)\\b',
        ),
        phrase(
          '^(?:dazu |darüber |hierzu )?(?:liegen|gibt es|habe ich|finde ich|finden sich)\\b.*\\bkeine?n? (?:\\p{L}+ )?(?:informationen|angaben?|antwort|auskunft|hinweise?)',
        ),
        phrase('^(?:die|diese|ihre) frage (?:kann|lässt sich)\\b.*\\bnicht\\b.*\\bbeantwort'),
        phrase('^ich kann\\b.*\\bnicht beantworten'),
      ],
      contrast: phrase('\\b(?:aber|jedoch|allerdings|dennoch|obwohl|doch)\\b'),
    },
    fr: {
      opening: opening('désolée?|je suis désolée?|malheureusement|navrée?|je regrette'),
      phrases: [
        phrase("^je (?:ne |n['’])?(?:sais pas|(?:peux|puis|trouve|dispose) pas)"),
        phrase(`${FRENCH_DOCUMENTS}(?:${FRENCH_SAYS})(?: \\p{L}+)? (?:pas|aucune?|rien|guère)\\b`),
        phrase(
          `${FRENCH_DOCUMENTS}(?:permet(?:tent)? pas (?:de |d['’])(?:répondre|dire|savoir|déterminer|trouver|établir|connaître)|(?:ont|a) (?:pas (?:d['’]|de )|aucune )(?:information|réponse|mention|détail)|(?:font|fait) (?:pas|aucune) (?:mention|référence))`,
        ),
        phrase(
          "\\binformations?\\b.*\\b(?:ne |n['’])(?:est|sont) pas (?:disponible|suffisante|présente|fournie|donnée|mentionnée|précisée|indiquée)",
        ),
        phrase("^il n['’]y a (?:pas|aucune) (?:d['’])?(?:information|réponse|mention)"),
        phrase('^aucune? (?:information|réponse|document|mention)\\b'),
        phrase(
          "\\bn['’](?:est|figure|apparaît) pas (?:\\p{L}+ )?(?:mentionnée?|indiquée?|précisée?|dans)\\b.*\\b(?:documents?|textes?|sources?|contexte)",
        ),
      ],
      contrast: phrase('\\b(?:mais|cependant|toutefois|néanmoins|pourtant)\\b'),
    },
    es: {
      opening: opening('lo siento(?: mucho)?|lamentablemente|desafortunadamente|perdón|disculpe'),
      phrases: [
        phrase(
          '^no (?:lo )?sé(?!\\p{L})|^no (?:tengo|dispongo de|hay|encuentro|encontré|se encontró|puedo (?:responder|encontrar))\\b.*\\b(?:información|respuesta|datos|mención|pregunta|documentos)',
        ),
        phrase(
          '\\b(?:documentos?|pasajes?|textos?|fuentes?|contexto|información)\\b (?:\\p{L}+ ){0,3}?no (?:\\p{L}+ )?(?:contienen?|mencionan?|responden?|indican?|dicen?|dice|incluyen?|proporcionan?|especifican?|ofrecen?|dan?)\\b',
        ),
        phrase(
          '\\bno (?:se menciona|se indica|se especifica|aparece|figura|está)\\b.*\\b(?:documentos?|textos?|fuentes?|contexto)',
        ),
      ],
      contrast: phrase('\\b(?:pero|sin embargo|no obstante|aunque)\\b'),
    },
    it: {
      opening: opening('mi dispiace|purtroppo|spiacente'),
      phrases: [
        phrase(
          "^non (?:lo )?so\\b|^non (?:ho|trovo|posso (?:rispondere|trovare)|ci sono|c[’']è)\\b.*\\b(?:informazion\\p{L}|rispost\\p{L}|dati|domanda|document\\p{L})|^non posso rispondere",
        ),
        phrase(
          '\\b(?:document[oi]|passagg\\p{L}|test[oi]|font[ei]|contesto)\\b (?:\\p{L}+ ){0,3}?non (?:\\p{L}+ )?(?:contien\\p{L}*|contengono|menziona(?:no)?|rispond\\p{L}+|indica(?:no)?|dic\\p{L}+|specifica(?:no)?|fornisc\\p{L}+)\\b',
        ),
      ],
      contrast: phrase('\\b(?:ma|però|tuttavia|comunque)\\b'),
    },
    nl: {
      opening: opening('het spijt me|sorry|helaas'),
      phrases: [
        phrase(
          '^(?:dat )?(?:ik )?weet (?:ik )?(?:het |dat )?niet|^ik kan\\b.*\\bniet (?:beantwoorden|vinden)',
        ),
        phrase(
          '\\b(?:documenten|document|passages?|teksten?|bronnen|context)\\b (?:\\p{L}+ )?(?:bevat(?:ten)?|beantwoord(?:t|en)|vermeld(?:t|en)|geven|geeft|zeggen|zegt|noem(?:t|en))\\b.*\\b(?:geen|niet|niets)\\b',
        ),
        phrase('^er is geen (?:informatie|antwoord)\\b'),
      ],
      contrast: phrase('\\b(?:maar|echter|toch|hoewel)\\b'),
    },
    pt: {
      opening: opening('desculpe|lamento|infelizmente|sinto muito'),
      phrases: [
        phrase(
          '^não sei\\b|^não (?:tenho|há|encontrei|foi encontrad\\p{L}|posso responder|consigo responder)\\b.*\\b(?:informaç\\p{L}+|resposta|dados|pergunta|document\\p{L}+)|^não posso responder',
        ),
        phrase(
          '\\b(?:documentos?|passagens|trechos?|textos?|fontes?|contexto)\\b (?:\\p{L}+ ){0,3}?não (?:\\p{L}+ )?(?:cont[êeé]m|mencionam?|respondem?|indicam?|dizem|diz|informam?|especificam?|fornecem?)\\b',
        ),
      ],
      contrast: phrase('\\b(?:mas|porém|contudo|no entanto|embora)\\b'),
    },
  };

/** Languages that are told apart by their function words. */
type WordedLanguage = 'en' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'pt';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words that say how a sentence is built and not what it is about, by language; apostrophes are cut points. */
export const FUNCTION_WORDS: Readonly<Record<WordedLanguage, ReadonlySet<string>>> = {
  en: words(`a an the this that these those i you he she it we they me him her us them my your his its our their mine
    yours ours myself yourself ourselves itself themselves is are am was were be been being do does did doing done has
    have had having will would shall should can could may might must ought of to in on at by for with about from into
    onto as than then there here and or but if whether so because while what which who whom whose when where why how
    any some all each every much many such own s t re ve ll d m not no n't cannot up out off over under again just
    also too very one ones`),
  de: words(`der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich dich ihn uns euch mir
    dir ihm ihnen mein meine meinen meinem meiner meines dein deine unser unsere unseren unserer unserem euer eure sein
    seine ihre ihren ist sind bin war waren sein wird werden wurde hat habe haben hatte kann können könnte darf dürfen
    muss müssen soll sollen sollte will wollen von zu zum zur im in am an auf aus bei beim für mit nach über um unter vor
    und oder aber wenn ob dass weil als auch noch nur schon eigentlich denn doch mal was wer wen wem wann wo warum wieso
    wie welche welcher welches welchen welchem viel viele man sich nicht kein keine keinen es gibt bitte hier da`),
  fr: words(`le la les l un une des du de d je tu il elle on nous vous ils elles me te se mon ma mes ton ta tes son sa ses
    notre nos votre vos leur leurs est sont suis était être ai as a avons avez ont avoir peut peux puis pouvez pouvons
    dois doit doivent faut fait faire à au aux en dans sur sous pour par avec chez et ou mais si que qui quoi dont où
    quand comment pourquoi combien quel quelle quels quelles ce cet cette ces c qu n s j y ne pas plus`),
  es: words(`el la los las un una unos unas de del al a yo tú él ella nosotros ustedes ellos me te se lo le nos mi mis tu
    tus su sus nuestro nuestra nuestros nuestras es son soy está están era ser estar hay he ha han tengo tiene tienen
    puedo puede pueden debo debe deben en por para con sobre desde hasta y o pero si que qué quién quiénes cuándo dónde
    cómo cuál cuáles cuánto cuánta cuántos cuántas este esta estos estas eso no`),
  it: words(`il lo la i gli le un uno una l di del dello della dei degli delle a al alla ai alle da dal dalla in nel nella
    nei nelle su sul sulla con per tra fra io tu lui lei noi voi loro mi ti si ci vi mio mia miei mie tuo tua suo sua
    nostro nostra nostri nostre è sono era essere ho ha hanno abbiamo posso può possono possiamo devo deve devono e o ma
    se che chi quando dove come perché cosa quale quali qual quanto quanta quanti quante questo questa non c`),
  nl: words(`de het een ik jij je hij zij ze wij we jullie u mij me hem haar ons hen mijn jouw zijn onze hun is ben bent
    was waren worden wordt heb hebt heeft hebben kan kunnen mag mogen moet moeten wil zal zullen van naar in op aan bij
    voor met uit over om te tot en of maar als dat dit die deze er wat wie wanneer waar waarom hoe hoeveel welke welk
    niet geen ook nog eigenlijk`),
  pt: words(`o a os as um uma uns umas de do da dos das ao à aos em no na nos nas por pelo pela para com eu você ele ela
    nós vocês eles elas me te se lhe meu minha meus minhas seu sua seus suas nosso nossa nossos nossas é são sou está
    estão era ser estar há tem tenho têm posso pode podem devo deve devem e ou mas que quem quando onde como porque qual
    quais quanto quanta quantos quantas este esta isso não`),
};

/** What speaks for a statement, and against it, each 0 to 1. Shares are of the question's terms by their weight. */
export interface Signs {
  /** The share that the statement itself speaks of. */
  readonly own: number;
  /** That share when the title, the headings, the sentences beside it and the rest of the passage are heard too. */
  readonly support: number;
  /** The same of what is asked about the topic alone: neither a name nor a word of the title. */
  readonly focus: number;
  /** That share again, of the statement's own words alone, without those that its kind stands for. */
  readonly ownFocus: number;
  /** The share that neither the statement nor what stands above or just before it speaks of, nor its kind stands for. */
  readonly missing: number;
  /** The share of names: who speaks of somebody does not say yet what is asked about them. */
  readonly names: number;
  /** The passage has not the name that the question is about. */
  readonly lacksName: number;
  /** It holds the kind of words that is asked for; 0 when any kind will do. */
  readonly isKind: number;
  /** It holds them not, or not surely, where nothing else can be the answer. */
  readonly isNotKind: number;
  /** It holds nothing that could be of that kind. */
  readonly isFarFromKind: number;
  /** The share of the question's neighbouring terms that stand near each other here too. */
  readonly neighbours: number;
  /** Of the first document 1, of the second a half. */
  readonly isEarlyPassage: number;
  readonly isQuestion: number;
  /** It only repeats the question's words. */
  readonly saysNothingNew: number;
}

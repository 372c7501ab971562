declare module 'wink-bm25-text-search' {
  type PrepareTask = (input: never) => string | string[];

  interface WinkBm25 {
    defineConfig(config: {
      fldWeights: Readonly<Record<string, number>>;
      bm25Params: { readonly k1: number; readonly b: number; readonly k: number };
    }): boolean;
    definePrepTasks(tasks: readonly PrepareTask[]): number;
    addDoc(document: Readonly<Record<string, string>>, id: number): number;
    /** Takes the decimals of stored scores: 4 to 9. */
    consolidate(precision: number): boolean;
    /** Ids come back as text, best first. */
    search(text: string, limit: number): [id: string, score: number][];
  }

  const create: () => WinkBm25;
  export = create;
}

declare module 'wink-nlp-utils' {
  const utilities: {
    readonly string: {
      readonly lowerCase: (text: string) => string;
      readonly tokenize0: (text: string) => string[];
    };
    readonly tokens: {
      readonly removeWords: (tokens: string[]) => string[];
      readonly stem: (tokens: string[]) => string[];
    };
  };
  export = utilities;
}

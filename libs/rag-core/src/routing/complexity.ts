/** How much thought a question asks for; what each means is in `labelling-guide.md`. */
export type Complexity = 'simple' | 'medium' | 'complex';

/** Judges a question. Another judge, such as a small model's, may take the place of the tables. */
export type JudgeComplexity = (question: string) => Complexity;

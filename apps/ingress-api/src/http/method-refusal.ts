/** HTTP's own refusal, which has no counterpart among the faults: the path is known, the method is not. */
export class MethodRefusal extends Error {
  readonly allowed: string;

  constructor(allowed: string) {
    super(`Use one of: ${allowed}.`);
    this.name = 'MethodRefusal';
    this.allowed = allowed;
  }
}

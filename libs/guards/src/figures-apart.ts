// "ⁿᵈ" ends an ordinal. Of letters, those that stand for a number.
const SUPERSCRIPTS = /(?:[²³¹⁰ⁱ⁴-⁾ᵏˣʸ]|ⁿ(?!ᵈ))+/gu;
const BETWEEN_FIGURES = /(?<=[\p{Nd}¼-¾⅐-⅞↉])(?=[¼-¾⅐-⅞↉])|(?<=[¼-¾⅐-⅞↉])(?=\p{Nd})/gu;

/**
 * The text as NFKC may be applied to it: a power behind one `^` and a fraction apart from its number, because NFKC alone
 * makes "10²" the number 102, "10⁻³" 10−3 and "2½" 21⁄2. Subscripts stay: "H₂O" is H2O.
 */
export const figuresApart = (text: string): string =>
  text.replace(SUPERSCRIPTS, '^$&').replace(BETWEEN_FIGURES, ' ');

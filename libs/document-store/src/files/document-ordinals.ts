/** Documents that one file may hold: so many ordinals of its ingestion are its own. */
const ORDINALS_PER_FILE = 1_000_000;

/** The file's stand-in takes the first ordinal, its results the ones behind it. */
export const standInOrdinal = (fileOrdinal: number): number => fileOrdinal * ORDINALS_PER_FILE;
export const resultOrdinal = (fileOrdinal: number, position: number): number =>
  standInOrdinal(fileOrdinal) + 1 + position;

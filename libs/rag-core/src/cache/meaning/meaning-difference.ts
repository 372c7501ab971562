export const meaningDifference = (_one: string, _other: string): string | null => null;

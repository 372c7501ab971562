/** Adjectives, adverbs and nouns of quality. The ends of a scale are in lines of their own. */
export const QUALITIES = `
standard, normal, regular, ordinary, default
fast, express, quick, rapid
urgent, high priority
big, large
small, little
often, frequently, frequency
usually, normally, typically, generally
type, kind, sort
approximately, roughly
maximum, max, at most, no more than, not more than, up to
minimum, min, at least, no less than, no fewer than, not less than
permanent, indefinite
temporary, short term, provisional
important, significant
easy, simple
possible, feasible
dangerous, hazardous
empty, vacant, unoccupied, not occupied, not in use
correct, proper
wrong, incorrect
valid, in force
invalid, void
complete, entire, whole
main, principal, primary
additional, further, extra
same, identical
different, distinct
public holiday, bank holiday, national holiday, legal holiday
working day, business day, workday, work day
high season, peak season
low season, off season, off peak season
in advance, ahead of time, beforehand
immediately, right away, at once, straight away
punctual, on time
late, overdue, past due, belated, delayed
fire, blaze
yellow, amber
flash, blink
inside, indoors
outside, outdoors
unaccompanied, without an adult, without a grown up, without a parent, not accompanied
accompanied, with an adult, with a grown up, with a parent, accompanied by an adult, accompanied by a grown up, accompanied by a parent
voluntary, optional
confidential, secret
abroad, overseas, in another country, in a foreign country
`;

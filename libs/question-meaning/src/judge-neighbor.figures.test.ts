import { describe, expect, it } from 'vitest';
import { judgeNeighbor } from './judge-neighbor.ts';

const judge = (one: string, other: string, similarity: number) => judgeNeighbor({ one, other, similarity });

describe('what judgeNeighbor reads of numbers, days, units and names', () => {
  it.each([
    ['an amount in short', 'is a fire below £2k insured', 'is a fire below 2,000 pounds insured'],
    [
      'an amount that looks like a year',
      'is a fire below 2000 pounds insured',
      'is a fire below £2,000 insured',
    ],
    ['an amount in words', 'is a gift of two thousand euros taxed', 'is a gift of €2000 taxed'],
    ['millions of money', 'who signs orders below £2.5m', 'who signs orders below 2.5 million pounds'],
    ['a part of a million', 'who signs for half a million euros', 'who signs for 500,000 euros'],
    ['a quarter of a million', 'who signs for a quarter of a million euros', 'who signs for €250k'],
    ['dozens', 'can two dozen guests camp', 'can 24 guests camp'],
    ['hundreds and more', 'can a hundred and fifty guests camp', 'can 150 guests camp'],
    ['hundreds of thousands', 'can a loan of two hundred and fifty thousand euros', 'can a loan of €250,000'],
    ['one', 'the fee for one guest', 'the fee for 1 guest'],
    ['a break of a month', 'who grants a break of a month', 'who grants a break of 1 month'],
    ['one and any', 'the fee for one guest', 'the fee for a guest'],
    ['a month and one month', 'the fee for a month', 'the fee for one month'],
    [
      'a month on account of something',
      'may I pause for a month on account of illness',
      'may I pause for 1 month on account of illness',
    ],
    [
      'a range in words',
      'groups between one hundred and two hundred in Oslo',
      'groups between 100 and 200 in Oslo',
    ],
    ['a train at night', 'who pays for an overnight train', 'who pays for a night train'],
    [
      'a year by its name',
      'which batches were recalled in the year 2016',
      'which batches were recalled in 2016',
    ],
    ['leave behind a time', 'before 19:00, may my child swim', 'my child may swim before 7 pm'],
    [
      'the Monday of Easter',
      'when is the pool open on the Monday after Easter',
      'when is the pool open on Easter Monday',
    ],
    [
      'the Friday of Easter',
      'is glass collected on the Friday before Easter',
      'is glass collected on Good Friday',
    ],
    [
      'the Monday of Whitsun',
      'is glass collected on Whit Monday',
      'is glass collected on the Monday after Pentecost',
    ],
    ['the first of May', 'is glass collected on May Day', 'is glass collected on 1 May'],
    ['times a week', 'how many times a week are rigs inspected', 'how often are rigs inspected'],
    ['hours in a heading', 'Visiting hours dialysis', 'when are visiting hours in dialysis'],
    ['what a heading counts', 'Captains rest hours Oslo', 'how long do captains rest in Oslo'],
    ['leave in one word', 'is it OK if a child swims', 'may a child swim'],
    ['leave for somebody', 'is it okay for a child to swim', 'may a child swim'],
    ['leave that is wished', 'would it be all right to bring a dog', 'can I bring a dog'],
    ['a town in front of a heading', 'Reading workshop', 'the workshop in Reading'],
    ['a name in a heading', 'Holidays Retention Desk', 'which holidays are there in the Retention Desk'],
  ])('takes for one: %s', (_what, one, other) => {
    expect(judge(one, other, 0.9)).toBe('same');
  });

  it.each([
    [
      'a third party',
      'what does third party cover cost in Oslo',
      'what does liability insurance cost in Oslo',
    ],
    [
      'a day on standby',
      'how long do drivers rest after a day on standby',
      'how long do drivers rest after standby duty',
    ],
    ['agreement in one word', 'may I swap with the OK of Oslo', 'may I swap with the blessing of Oslo'],
    ['an age', 'what is a car aged 5 years worth', 'what is a car that is five years old worth'],
    ['a night flight', 'who pays for a night flight in Oslo', 'who pays for a red-eye in Oslo'],
    [
      'sleeping over',
      'what is the allowance when we overnight in Oslo',
      'what is the allowance when we lay over in Oslo',
    ],
  ])('leaves to a vector: %s', (_what, one, other) => {
    expect(judge(one, other, 0.99)).toBe('same-if-found-first');
  });

  it.each([
    ['two amounts in short', 'numbers', 'is a fire below £2k insured', 'is a fire below £20k insured'],
    [
      'millions and metres',
      'numbers',
      'may a wall of 2m stand in Oslo',
      'may a wall of 2 million stand in Oslo',
    ],
    ['thousands and millions', 'numbers', 'who signs orders below £2m', 'who signs orders below £2k'],
    ['parts of a million', 'numbers', 'who signs for half a million euros', 'who signs for a million euros'],
    ['dozens and one dozen', 'numbers', 'can two dozen guests camp', 'can a dozen guests camp'],
    ['hundreds and more', 'numbers', 'can a hundred and fifty guests camp', 'can a hundred guests camp'],
    [
      'what is between',
      'numbers',
      'groups between one hundred and two hundred',
      'groups between one and two hundred',
    ],
    ['stars that are no rooms', 'numbers', 'are there 250 five-star rooms', 'are there 255 star rooms'],
    ['years that are no amounts', 'dates', 'Elm yield 2019 tonnes', 'Elm yield 2018 tonnes'],
    ['one and two', 'numbers', 'the fee for one guest', 'the fee for 2 guests'],
    ['this one and 1', 'numbers', 'the fee for this one guest', 'the fee for 1 guest'],
    ['an age and a time', 'numbers', 'who is insured for 70 years', 'who is insured if younger than 70'],
    [
      'the end of a month',
      'numbers',
      'who is paid at the end of a month',
      'who is paid at the end of 1 month',
    ],
    ['the first and any', 'numbers', 'the fee for the first guest', 'the fee for a guest'],
    ['the first and the second', 'numbers', 'what does first class cost', 'what does second class cost'],
    ['the first and another of the kind', 'numbers', 'who rents the first floor', 'who rents the top floor'],
    ['third parties and no others', 'numbers', 'what does third party cover cost', 'what does cover cost'],
    [
      'a first and a second thing',
      'numbers',
      'what does the first month cost',
      'what does the second week cost',
    ],
    ['days of Easter', 'dates', 'is glass collected on Good Friday', 'is glass collected on Easter Monday'],
    ['Mondays', 'dates', 'is glass collected on the Monday after Easter', 'is glass collected on Monday'],
    [
      'Whitsun and Easter',
      'dates',
      'is glass collected on Whit Monday',
      'is glass collected on Easter Monday',
    ],
    [
      'before and after Easter',
      'dates',
      'are we open on the Friday before Easter',
      'are we open on the Friday after Easter',
    ],
    ['years', 'dates', 'which batches were recalled in the year 2016', 'which batches were recalled in 2017'],
    ['years that count', 'units', 'how many years is it insured', 'how many months is it insured'],
    ['leave and a month', 'numbers', 'what do we owe before 9 May', 'may we owe before 9'],
    [
      'a day and a week on standby',
      'units',
      'the rest after a day on standby',
      'the rest after a week on standby duty',
    ],
    ['a day on standby and the state', 'units', 'the pay for a day on strike', 'the pay for a strike'],
    ['a day in two states', 'units', 'the rest after a day on standby', 'the rest after a long flight'],
    [
      'times a week and a month',
      'units',
      'how many times a week are rigs inspected',
      'how many times a month are rigs inspected',
    ],
    ['hours and days', 'units', 'Rest hours of captains in Oslo', 'Rest days of captains in Oslo'],
    ['days of a year', 'units', 'Delivery days 2016', 'Delivery hours 2016'],
    ['hours in no heading', 'units', 'when do hours of rest begin in Oslo', 'when does rest begin in Oslo'],
    ['counted hours', 'numbers', 'Rest 8 hours captains Oslo', 'how long do captains rest in Oslo'],
    ['hours of a heading and a price', 'units', 'Parking hours Oslo', 'how much is parking in Oslo'],
    ['day and time', 'question-word', 'Visiting hours dialysis', 'on which days can I visit dialysis'],
    ['a night flight and a flight', 'dates', 'who pays for a night flight', 'who pays for a flight'],
    ['two kinds of flights', 'dates', 'who pays for a night flight', 'who pays for a long flight'],
    ['two shifts', 'dates', 'can I swap a night shift', 'can I swap an early shift'],
    ['two times of day', 'dates', 'who pays for a night flight', 'who pays for a morning ride'],
    ['towns in front', 'entities', 'Reading workshop', 'the workshop in Slough'],
    ['metals in front', 'entities', 'Lead levels in Oslo', 'Mercury levels in Oslo'],
  ])('never takes for one: %s (%s)', (_what, kind, one, other) => {
    expect(judge(one, other, 0.999)).toBe(kind);
  });
});

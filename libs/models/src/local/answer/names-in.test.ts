import { describe, expect, it } from 'vitest';
import { newNamesIn } from './names-in.ts';

const namesIn = (sentence: string, question = ''): string[] =>
  newNamesIn(sentence, question).map(({ name }) => name);

describe('newNamesIn', () => {
  it.each([
    ['Spare keys are delivered by Nordlock within ten days.', ['Nordlock']],
    ['The duty was doubled by the governor, Sir Peregrine Locke, in May.', ['Sir Peregrine Locke']],
    ['Una Kettle drew it.', ['Una Kettle']],
    ['The museum opens on Mondays in June.', []],
    ['Children are admitted free.', []],
  ])('finds in "%s" the names %j', (sentence, names) => {
    expect(namesIn(sentence)).toEqual(names);
  });

  it('leaves out what the question names already, word by word', () => {
    expect(
      namesIn('She founded the airline Strand Air.', 'which airline did wilhelmina strand start?'),
    ).toEqual(['Air']);
  });

  it('tells the name of a place by what stands before it', () => {
    expect(newNamesIn('They met in Hamble.', '')).toEqual([{ name: 'Hamble', isFull: false, isPlace: true }]);
  });

  it('reads a shouted page in no time', () => {
    expect(newNamesIn('AND THE NAME OF '.repeat(5_000), '').length).toBeGreaterThan(0);
  });
});

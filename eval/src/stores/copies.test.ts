import { expect, it } from 'vitest';
import { copiesAmong } from './copies.ts';

it('knows documents that have the same words, whatever their titles and punctuation', () => {
  const copies = copiesAmong([
    { id: 1, title: 'One', text: 'The visitors park on level 2.' },
    { id: '2', title: 'Two', text: 'the visitors  park on LEVEL 2' },
    { id: 3, title: 'Three', text: 'The visitors park on level 3.' },
    { id: 4, title: 'Four', text: '' },
    { id: 5, title: 'Five', text: '' },
  ]);
  expect(copies('1')).toEqual(['1', '2']);
  expect(copies('2')).toEqual(['1', '2']);
  expect(copies('3')).toEqual(['3']);
  expect(copies('4')).toEqual(['4']);
});

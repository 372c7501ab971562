import { describe, expect, it } from 'vitest';
import { NO_ANSWER_TEXT } from '../../ports/models.ts';
import { saysNoAnswer } from './says-no-answer.ts';

describe('saysNoAnswer', () => {
  it.each([
    NO_ANSWER_TEXT,
    "I don't know.",
    'I do not know the answer to this question.',
    "I'm sorry, but I don't have enough information to answer that.",
    'Sorry, I could not find an answer in the documents.',
    'Unfortunately, the provided documents do not contain information about parking fees.',
    'Based on the provided context, I cannot determine who built the warehouse.',
    'The documents do not mention a salary. They describe the duties of attendants [1].',
    'The context doesn’t specify when the room was restored.',
    'The passages provide no details on this.',
    'There is no information about the winter exhibition.',
    'There is not enough information in the documents to answer.',
    'No relevant information was found in the documents.',
    'The price of the bike is not mentioned in the documents.',
    'This question cannot be answered from the given sources.',
    'Insufficient information.',
    'Das weiß ich leider nicht.',
    'Leider enthalten die Dokumente keine Angaben dazu.',
    'Die Dokumente beantworten diese Frage nicht.',
    'In den Unterlagen wird das Gehalt nicht erwähnt.',
    'Dazu liegen mir keine Informationen vor.',
    'Die Frage lässt sich anhand der Dokumente nicht beantworten.',
    'Je ne sais pas.',
    'Désolé, les documents ne contiennent pas cette information.',
    'Aucune information à ce sujet.',
    'No lo sé.',
    'Lo siento, los documentos no mencionan el precio.',
    'No hay información sobre ese tema.',
    'Non lo so.',
    'Purtroppo i documenti non contengono questa informazione.',
    'Ik weet het niet.',
    'De documenten bevatten geen informatie hierover.',
    'Não sei.',
    'Infelizmente, os documentos não mencionam isso.',
    'Não há informações sobre isso nos documentos.',
    "Non c'è alcuna informazione nei documenti.",
    'Eso no está en los documentos.',
    'Les documents ne précisent pas le montant.',
    "Les documents fournis n'en parlent pas.",
    'Les documents ne permettent pas de répondre à cette question.',
    "Les passages n'ont aucune information à ce sujet.",
    "Le prix n'est pas mentionné dans les documents.",
    'The documents do not have an answer to this.',
  ])('takes "%s" for a refusal', (text) => {
    expect(saysNoAnswer(text)).toBe(true);
  });

  it.each([
    'Trains are booked in second class. [1]',
    'Umbrellas may not be carried into the galleries. [1]',
    'The information desk is on the first floor. [1]',
    'There is no information desk in the building. [1]',
    'The documents do not name a maximum, but two cubic metres are free of charge. [1]',
    'I don’t know the exact date; the wall was finished in 2011 [1].',
    'I do not know who built it. However, it was finished in 2011 [1].',
    'The manual does not apply to older models. [2]',
    'Employees who say "I don’t know" are sent on a course. [1]',
    'Die Dokumente werden nicht per Post verschickt. [1]',
    'Keine Parkgebühren fallen nach 18 Uhr an. [1]',
    'Les documents sont remis en personne. [1]',
    'Los perros no pueden entrar. [1]',
    'Documents are collected in person and do not expire. [1]',
    'The policy does not mention weekends, so they count as days off. [1]',
    'No fee is charged. [1]',
    'Scanned documents do not have to be signed. A copy is enough [1].',
    'Les documents ne doivent pas quitter le bureau. Il faut les ranger [1].',
    "Les textes n'ont pas besoin d'être signés. Une copie suffit [1].",
    'I documenti non contengono il prezzo, però costa 5 euro [1].',
    '',
    '42',
  ])('takes "%s" for an answer', (text) => {
    expect(saysNoAnswer(text)).toBe(false);
  });

  it('reads a long text in no time', () => {
    expect(saysNoAnswer('the documents '.repeat(50_000))).toBe(false);
  });
});

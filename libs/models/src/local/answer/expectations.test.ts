import { describe, expect, it } from 'vitest';
import { expectationOf } from './expectations.ts';

describe('expectationOf', () => {
  it.each([
    ['What does a spare key cost?', 'Spare keys cost 24 euros.', 'Two keys come with the bike.'],
    ['How much is the fine?', 'The fine is $75.', 'A fine is possible after 14 days.'],
    [
      'Do I know what the fee is, or how much I pay?',
      'It is free of charge.',
      'It has 3 parts and free space.',
    ],
    ['How long does a repair take?', 'Repairs take five working days.', 'Repairs are made in Hamble.'],
    ['How heavy is the lantern?', 'It weighs 780 kilograms.', 'It hung there for 78 years.'],
    ['How loud is the motor?', 'It hums at 40 decibels.', 'E10 says that it is too hot.'],
    ['What is the telephone number of the café?', 'Call +44 1632 960.', 'Tables are reserved by telephone.'],
    ['What colour is the lamp?', 'The lamp is green.', 'The lamp is bright.'],
    ['In which year did it open?', 'It opened in 1931.', 'It opened after 31 weeks.'],
    ['On which day is it closed?', 'It is closed on Mondays.', 'It closes at 20:00.'],
    ['When does it end?', 'It ends on 2 November.', 'It ends at the quay.'],
    ['When does it close?', 'It closes at half past two.', 'It closes two doors at five sites.'],
    ['By what time do I leave?', 'Leave by eleven o’clock.', 'Leave by the eastern door.'],
    ['At what time does it open?', 'It opens from eight in the morning.', 'It opens from eight sides.'],
    ['Who founded it?', 'It was founded by Cornelius Thorsby.', 'It was founded on the quay.'],
    ['Who signs the form?', 'The form is signed by the landlord.', 'The form is signed in ink.'],
    ['Which company makes it?', 'It is made by Nordlock.', 'It is made by hand.'],
    ['What percentage agreed?', '71 percent agreed.', '71 agreed.'],
    ['What does the lamp cost?', 'It costs 24 euros.', 'It saves 87 % of the power.'],
    ['How much is the deposit?', 'The deposit is 20 % of the price.', 'The deposit is paid at the desk.'],
    ['How long is a session kept open?', 'It is closed after an hour.', 'It is closed by an operator.'],
    ['How far back can I restore?', 'Copies of seven days are kept.', 'It lies 200 kilometres away.'],
    ['How much time do I have?', 'There are three days left.', 'There are three seats left.'],
    ['Can I come unannounced, and when?', 'Every Monday from 10:30 to 11:30.', 'Without an appointment.'],
    ["What's the hotline number?", 'Call 0800 551 300.', 'Call the hotline.'],
    ["Who's the director?", 'It is run by Ines Calloway.', 'It is run by hand.'],
    ['From what age may it be used?', 'Children under eight must not use it.', 'Children must not use it.'],
    ['Which diameter do the ducts need?', 'They are 125 mm wide.', 'They are insulated.'],
    ['On which day are rosters out?', 'They are out on the 20th.', 'They are out in Tiller.'],
    ['When is a certificate needed?', 'It is needed from the fourth day on.', 'It is needed for sick leave.'],
    ['What is the minimum age for a dog?', 'Dogs of six months and more.', 'The manual is of 2024.'],
    ['How many times can it be renewed?', 'It can be renewed twice.', 'All 3 can be renewed.'],
    ['How many books does it own?', 'It has 4,000 books.', 'It lends books for four weeks.'],
    ['When are wages paid?', 'They are transferred on the 27th.', 'They are transferred by the bank.'],
    ['What is the earliest date for it?', 'It is accepted from 1 May.', 'It is accepted at the desk.'],
    ['What is the mayor’s salary?', 'The salary is 4,000 euros.', 'The mayor is elected.'],
    ['Say for how many years the warranty runs.', 'It runs for 3 years.', 'It runs for 300 km.'],
    ['Who do I ask about my payslip?', 'Write to wages@skarvik.example.', 'A payslip is printed.'],
    ['Who may call the desk?', 'It is there for customers alone.', 'It is there at night.'],
    ['How much notice do I have to give?', 'The notice is a month.', 'The notice is given in writing.'],
    ['What will I be charged for it?', 'It is 20 euros.', 'It is 20 metres long.'],
    ['Which insurer covers us?', 'We are covered by Agila.', 'We are covered.'],
  ])('reads in "%s" that "%s" may answer and "%s" may not', (question, fitting, other) => {
    const expectation = expectationOf(question);
    expect(expectation?.isRequired).toBe(true);
    expect(expectation?.fitOf(fitting)).toBeGreaterThan(0.3);
    expect(expectation?.fitOf(other)).toBe(0);
  });

  it('doubts a number that counts something else', () => {
    const expectation = expectationOf('How many seats does the council have?');
    expect(expectation?.fitOf('The council has 23 seats.')).toBe(1);
    expect(expectation?.fitOf('The council meets 12 times a year.')).toBeLessThan(0.5);
    expect(expectation?.fitOf('The council meets in public.')).toBe(0);
  });

  it('does not take the name in the question, or the name of a place, for somebody', () => {
    const expectation = expectationOf('Who was Una Kettle’s teacher?');
    expect(expectation?.fitOf('The flag was drawn by Una Kettle.')).toBe(0);
    expect(expectation?.fitOf('It was drawn in Port Ansel.')).toBe(0);
    expect(expectation?.fitOf('She was taught by Lenore Fitch.')).toBe(1);
  });

  it('does not take a figure, or a role, that the question has for its answer', () => {
    const version = expectationOf('How old was version 1.31?');
    expect(version?.fitOf('Version 1.31 is 12 days old.')).toBe(1);
    expect(version?.fitOf('Version 1.31 is days old.')).toBe(0);
    const race = expectationOf('Who won the team race?');
    expect(race?.fitOf('The team race was won in June.')).toBe(0);
    expect(race?.fitOf('The race was won by the board.')).toBeGreaterThan(0);
  });

  it('wants the person, where the question names the role', () => {
    const holder = expectationOf('Who is the director of the museum?');
    expect(holder?.fitOf('The director is Imke Vandersteen.')).toBe(1);
    expect(holder?.fitOf('The museum has a communications team.')).toBeLessThan(0.2);
    expect(expectationOf('Who signs the form?')?.fitOf('The landlord signs.')).toBeGreaterThan(0.3);
  });

  it('asks for a reason without insisting on the word', () => {
    const expectation = expectationOf('Why was the line closed?');
    expect(expectation?.isRequired).toBe(false);
    expect(expectation?.fitOf('It closed because lorries were cheaper.')).toBe(1);
  });

  it('knows which words of the question the kind stands for', () => {
    expect([...(expectationOf('How tall is the tower?')?.covers ?? [])]).toContain('tall');
  });

  it('takes no sum for a salary that is not named', () => {
    expect([...(expectationOf('What is the salary of the director?')?.covers ?? [])]).not.toContain('salari');
    expect([...(expectationOf('What is the price of the lamp?')?.covers ?? [])]).toContain('price');
  });

  it('expects nothing of a question that any sentence may answer', () => {
    expect(expectationOf('Can I bring my dog?')).toBeNull();
    expect(expectationOf('What do storm petrels eat?')).toBeNull();
  });
});

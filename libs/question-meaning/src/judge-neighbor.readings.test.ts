import { describe, expect, it } from 'vitest';
import { judgeNeighbor } from './judge-neighbor.ts';

const judge = (one: string, other: string, similarity: number) => judgeNeighbor({ one, other, similarity });

/** Six things to speak of: the longer a question, the less a word of another meaning moves its vector. */
const EARLY = 'recalibrated on the Juniper rig in Oslo';
const REST = `${EARLY} after 2019`;

describe('what judgeNeighbor reads', () => {
  it.each([
    ['a date in figures', 'who was here until 31/03/2025', 'who was here until 31 March 2025'],
    ['a month in figures', 'how many outages in 01/2019', 'how many outages in January 2019'],
    ['a short year', 'what was the tariff in Q1/19', 'what was the tariff in the first quarter of 2019'],
    ['a day with a name', "are we open on New Year's Eve", 'are we open on 31 December'],
    ['weeks and days', 'who is told of an absence of two weeks', 'who is told of an absence of 14 days'],
    ['hours and minutes', 'who is told of a delay of 1h30', 'who is told of a delay of 90 minutes'],
    ['a currency sign', 'who signs orders below €2,000', 'who signs orders below 2,000 euros'],
    ['degrees', 'may we paint below 5°C', 'may we paint below 5 degrees'],
    ['people who are asked for', 'which people see the budget', 'who sees the budget'],
    ['tonnes and kilograms', 'may it weigh 1.5 t', 'may it weigh 1,500 kg'],
    ['a day and its hours', 'what was down for more than a day', 'what was down for more than 24 hours'],
    ['a week that is counted', 'the fee for paying a week late', 'the fee for paying 7 days late'],
    ['what is to come', 'when is the next drill', 'when will the next drill be held'],
    ['a statement before', 'my rig was built in 2019. Is it insured', 'is a rig built in 2019 insured'],
    ['a wish', 'I would like to book a table', 'can I book a table'],
    ['a second question', 'is there a fee for badges, and how much is it', 'how much is the fee for badges'],
    ['people in a heading', 'employees who left in 2019', 'which employees left in 2019'],
    ['a denial in one word', 'which invoices are unpaid', 'which invoices are not paid'],
    ['an expression in another form', 'who signs off log cabins', 'who approved the log cabin'],
    [
      'a preposition that turns no verb',
      'out of which fund in Oslo is it paid',
      'which fund in Oslo pays it out',
    ],
    ['once and after', 'what happens once I have paid', 'what happens after I have paid'],
    ['a department by its name', 'who left the legal department', 'who left legal'],
    ['a polite opening', 'could you tell me the fee for badges', 'what is the fee for badges'],
    [
      'a denial in front',
      'In 2019, how many rigs were not occupied at Juniper',
      'how many rigs at Juniper were not occupied in 2019',
    ],
    ['what to do behind a wish', 'I want to renew a badge, what do I do', 'how do I renew a badge'],
    ['whether and how', 'is it possible to renew a badge, and how', 'how do I renew a badge'],
    [
      'a person by a noun',
      'which manager should I tell of a flood',
      'who is the manager I should tell of a flood',
    ],
    ['something picked up', 'where do I pick up a badge', 'where do I collect a badge'],
    ['a heading that asks whether', 'test drive in Oslo', 'can I have a test drive in Oslo'],
    ['help that is asked for', 'can you help me to renew a badge', 'how do I renew a badge'],
    ['what to do', 'fire in Oslo: what to do', 'what should be done about a fire in Oslo'],
    ['the youngest', 'from what age may children swim', 'what is the minimum age at which children may swim'],
    ['a heading', 'the rooms where photos are allowed', 'in which rooms are photos allowed'],
    ['the top of a scale in one word', 'what is the priciest tent', 'what is the most expensive tent'],
    ['the bottom of a scale in one word', 'which is the slowest train', 'which train is the least fast'],
    ['the bottom as the top of its opposite', 'the most affordable tent', 'the cheapest tent'],
    ['a letter', 'can I renew a badge by mail', 'can I renew a badge by post'],
    [
      'support that goes',
      'which version dropped support for Juniper',
      'which version removed support for Juniper',
    ],
    [
      'support that comes',
      'which version added support for Juniper',
      'which version introduced support for Juniper',
    ],
    ['a limit', 'how many badges may I renew', 'what is the maximum of badges I may renew'],
    [
      'a number behind what somebody needs',
      'which permit do I need to carry more than 300 kg of propane',
      'which permit is required to carry more than 300 kg of propane',
    ],
    [
      'a season in front',
      'In the summer term 2026, when does registration for Juniper end',
      'when does registration for Juniper end in the summer term 2026',
    ],
    ['who made it', 'what is the most expensive tent by Juniper', 'what is the most expensive Juniper tent'],
    [
      'a passive behind a modal verb',
      'can a tent bought in Oslo be returned without the receipt',
      'is it possible to return a tent bought in Oslo without the receipt',
    ],
    [
      'where a rule stands',
      'where is it written that a tent needs a permit',
      'which regulation says that a tent needs a permit',
    ],
    ['where and how something is downloaded', 'where can I download the bill', 'how can I download the bill'],
    ['hours that a noun asks for', 'when are visiting hours in Oslo', 'what are the visiting hours in Oslo'],
    ['the days when it is', 'on which days is glass collected', 'when is glass collected'],
    ['days that a noun asks for', 'what are the collection days of glass', 'when is glass collected'],
    ['people called by what they do', 'what must cleaners wear', 'what does a cleaner have to wear'],
    [
      'a rule that is asked for',
      'what is the rule that a tent needs a permit',
      'which rule says that a tent needs a permit',
    ],
    [
      'an amount behind what somebody needs',
      'which permit do drivers need to carry more than 300 kg of propane',
      'what permit is it that drivers need to carry more than 300 kg of propane',
    ],
    ['francs', 'what is the fee in CHF', 'what is the fee in Swiss francs'],
    ['dollars with their country', 'what is the fee in US dollars', 'what is the fee in USD'],
    ['a garden that is a room', 'who painted the winter garden', 'who painted the conservatory'],
    [
      'leave behind a condition',
      'am I allowed to enter if I did not register',
      'I did not register. Can I enter',
    ],
    [
      'a version with its letter',
      'what is the default in Juniper v1.10',
      'what is the default in Juniper 1.10',
    ],
  ])('reads %s', (_what, one, other) => {
    expect(judge(one, other, 0.86)).toBe('same');
  });

  it.each([
    ['a day and two', 'what was down for more than a day', 'what was down for more than two days'],
    ['a rhythm and a span', 'what do I pay three times a week', 'what do I pay for three weeks'],
    ['what is and what was to come', 'when was the last drill', 'when will the last drill be'],
    [
      'two statements before one question',
      'my rig was built in 2019. Is it insured',
      'my rig was built in 2018. Is it insured',
    ],
    ['a wish and its end', 'I would like to book a table', 'can I cancel a table'],
    ['headings about who came and who went', 'employees who joined in 2019', 'which employees left in 2019'],
    ['unpaid and paid', 'which invoices are unpaid', 'which invoices are paid'],
    ['before and once', 'what happens once I have paid', 'what happens before I have paid'],
    ['opening and closing', 'when does the shop open', 'when does the shop close'],
    ['starting and stopping', 'who may start the crane', 'who may stop the crane'],
    ['one department and another', 'who left the legal department', 'who left the sales department'],
    ['a place and a way', 'where do I park my car', 'how do I park my car'],
    [
      'a particle that turns a verb',
      'when do I check in at the Juniper',
      'when do I check out at the Juniper',
    ],
    ['a name and a word that begins so', 'who built the crane in Crewe', 'who built the crane in Crew'],
    [
      'what starts and what stops at an open door',
      'does it stop when the door opens',
      'does it start when the door closes',
    ],
    ['arriving and departing', 'who waits if I arrive after 6 pm', 'who waits if I depart after 6 pm'],
    ['how long and whether', 'notice period in Oslo', 'is there a notice period in Oslo'],
    ['whether and must', 'visa for Oslo', 'do I need a visa for Oslo'],
    ['inside and outside of an hour', 'may I call during the night', 'may I call after the night'],
    [
      'the ends of a scale',
      'what is the priciest tent without a floor',
      'what is the cheapest tent without a floor',
    ],
    ['both ends in two words', 'which tent is the least expensive', 'which tent is the priciest'],
    ['one end by its opposite', 'which tent is the cheapest', 'which tent is the most expensive'],
    ['the end and the opposite of an end', 'the most affordable tent', 'the most expensive tent'],
    ['ends that no list knows', `which rig is the bumpiest ${REST}`, `which rig is the smoothest ${REST}`],
    ['a degree and its opposite', `is a cheaper rig ${REST}`, `is a pricier rig ${REST}`],
    ['quick and slow', `is the slow rig ${REST}`, `is the fast rig ${REST}`],
    ['in person and by mail', 'how do I renew a badge in person', 'how do I renew a badge by mail'],
    ['in person and by email', 'how do I renew a badge in person', 'how do I renew a badge by email'],
    ['on the internet and by mail', 'how do I renew a badge online', 'how do I renew a badge by post'],
    [
      'support that comes and goes',
      'which version added support for it',
      'which version dropped support for it',
    ],
    ['what goes out and comes in', 'which form to send out tents', 'which form to bring in tents'],
    ['sending and receiving', 'when do we send the badge', 'when do we receive the badge'],
    ['how many may and must', 'how many badges may I renew', 'what is the minimum of badges I may renew'],
    ['less and more', 'what permit to carry more than 300 kg', 'what permit to carry less than 300 kg'],
    [
      'who buys and who sells',
      'which firm did Juniper sell more than 3 rigs to',
      'which firm sold more than 3 rigs to Juniper',
    ],
    [
      'where it is written and where it is',
      'where is it written that a tent needs a permit in Oslo',
      'where does a tent need a permit in Oslo',
    ],
    ['a day and an hour', 'on which day does the course start', 'at what time does the course start'],
    ['days and hours', 'on which days can I visit', 'what are the visiting hours'],
    ['how many days and when', 'how many days is glass collected', 'when is glass collected'],
    ['a rule and the rule', 'what is the rule for a permit', 'which rule says it needs a permit'],
    ['a limit and a delay', 'what is the maximum in days', 'after how many days must I report it'],
    ['francs and euros', 'what is the fee in francs', 'what is the fee in euros'],
    ['a garden in two seasons', 'who tends the garden in winter', 'who tends the garden in summer'],
    ['leave then and now', 'was I allowed to enter if I register', 'am I allowed to enter if I register'],
    ['versions with a letter', 'what is new in Juniper v1.10', 'what is new in Juniper 1.1'],
  ])('never takes for one: %s', (_what, one, other) => {
    expect(judge(one, other, 0.99)).not.toMatch(/^same/);
  });

  it('takes two first words that differ for names', () => {
    expect(judge('Juniper designers count', 'Lumen designers count', 0.99)).toBe('entities');
  });

  it('takes the month of May for no permission', () => {
    expect(judge('what was the uptime in May 2023', 'In May 2023, what was the uptime', 0.99)).toBe('same');
  });
});

import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
  unit,
} from '../question-family.ts';

const plants = entity('Sunderland', 'Swindon', 'Halewood', 'Cowley', 'Burnaston', 'Crewe');

/** The plants and offices of a car maker. */
export const CAR_STAFF: readonly QuestionFamily[] = [
  {
    name: 'line-output',
    frames: [
      'How many {cars} were built in {plant} in {month}?',
      'What number of {cars} did {plant} produce in {month}?',
      '{plant} {cars} production {month}',
      'In {month}, how many {cars} came off the line in {plant}?',
      'How many {cars} did we make in {plant} in {month}?',
    ],
    slots: {
      cars: subject(
        ['estate cars', 'station wagons'],
        ['saloons', 'sedans'],
        ['hatchbacks', 'fastbacks'],
        ['pick-ups', 'pickup trucks'],
      ),
      plant: plants,
      month: date(
        ['January 2009', 'Jan 2009', '01/2009'],
        ['July 2009', 'Jul 2009', '07/2009'],
        ['January 2010', 'Jan 2010', '01/2010'],
      ),
    },
  },
  {
    name: 'works-holiday',
    frames: [
      'When does the {break} shutdown {start} in {plant}?',
      'On what date does the {break} shutdown {start} at {plant}?',
      '{plant} {break} shutdown {start} date',
      'Could you tell me when the {break} shutdown in {plant} will {start}?',
      'What day does the {break} shutdown of {plant} {start}?',
    ],
    slots: {
      break: date(['summer', 'summer holiday'], ['winter', 'winter holiday']),
      start: comparative(['start', 'begin'], ['end', 'finish']),
      plant: plants,
    },
  },
  {
    name: 'payslip',
    frames: [
      'Where do I find my {paper} for {year}?',
      'Where can I get my {paper} of {year}?',
      'How do I get hold of my {paper} for {year}?',
      '{paper} {year} where to find',
      'I need my {paper} for {year}, where is it?',
    ],
    slots: {
      paper: subject(
        ['payslip', 'pay slip', 'wage slip'],
        ['tax certificate', 'tax statement'],
        ['pension statement', 'retirement statement'],
      ),
      year: date('2005', '2006', '2007', '2008'),
    },
  },
  {
    name: 'promotion-rule',
    frames: [
      'Can a {job} apply for promotion {with} a degree in {plant}?',
      'Is a {job} {with} a degree eligible for promotion in {plant}?',
      'Am I entitled to apply for promotion as a {job} {with} a degree in {plant}?',
      '{job} promotion {with} degree {plant}',
      'Is promotion open to a {job} {with} a degree at {plant}?',
    ],
    slots: {
      job: subject(
        ['welder', 'welding operator'],
        ['painter', 'paint sprayer'],
        ['forklift driver', 'forklift operator'],
        ['electrician', 'electrical fitter'],
      ),
      with: negation(['with', 'who has'], ['without', 'who does not have']),
      plant: plants,
    },
  },
  {
    name: 'stop-machine',
    frames: [
      'Who is allowed to {act} the {machine} in {plant}?',
      'Who may {act} the {machine} at {plant}?',
      'Which people are permitted to {act} the {machine} in {plant}?',
      '{plant} {machine} who may {act}',
      'Who has permission to {act} the {machine} of {plant}?',
    ],
    slots: {
      act: comparative(['start', 'switch on'], ['stop', 'switch off']),
      machine: subject(
        ['press', 'stamping press'],
        ['welding robot', 'robot welder'],
        ['paint line', 'paint shop line'],
        ['crane', 'overhead crane'],
      ),
      plant: plants,
    },
  },
  {
    name: 'supplier-payment',
    frames: [
      'Within how many days are {suppliers} paid for invoices {bound} {amount}?',
      'How many days does it take until {suppliers} get their money for invoices {bound} {amount}?',
      '{suppliers} payment days invoices {bound} {amount}',
      'How long in days do {suppliers} wait for payment of invoices {bound} {amount}?',
      'For invoices {bound} {amount}, after how many days do we pay {suppliers}?',
    ],
    slots: {
      suppliers: subject(
        ['steel suppliers', 'suppliers of steel'],
        ['tyre suppliers', 'suppliers of tyres'],
        ['consultants', 'advisers'],
        ['freelancers', 'self-employed workers'],
      ),
      bound: comparative(['above', 'over'], ['below', 'under']),
      amount: number(
        ['1,000 pounds', '£1,000'],
        ['10,000 pounds', '£10,000'],
        ['100,000 pounds', '£100,000'],
      ),
    },
  },
  {
    name: 'commute',
    frames: [
      'How much does the company contribute to my {commute} per {unit} in {plant}?',
      'What does the company pay towards my {commute} per {unit} at {plant}?',
      '{plant} {commute} contribution per {unit}',
      'What is the allowance for the {commute} per {unit} in {plant}?',
      'Per {unit}, how much of my {commute} does the firm cover in {plant}?',
    ],
    slots: {
      commute: subject(
        ['train ticket', 'rail ticket'],
        ['bus pass', 'bus season ticket'],
        ['parking space', 'car parking'],
      ),
      unit: unit('month', 'year', 'quarter'),
      plant: plants,
    },
  },
  {
    name: 'mentor',
    frames: [
      'Who looks after {people} in their {nth} week in {plant}?',
      'Who takes care of {people} during their {nth} week at {plant}?',
      'Who is responsible for {people} in the {nth} week in {plant}?',
      '{plant} {people} {nth} week who looks after',
      'In {plant}, whom can {people} turn to in their {nth} week?',
    ],
    slots: {
      people: subject(
        ['apprentices', 'trainees'],
        ['temporary workers', 'temps'],
        ['newcomers', 'new starters'],
      ),
      nth: number(['first', '1st'], ['second', '2nd'], ['third', '3rd']),
      plant: plants,
    },
  },
  {
    name: 'accident-report',
    frames: [
      'What do I do after a {accident} {in} {plant}?',
      'What should be done following a {accident} {in} {plant}?',
      'There has been a {accident} {in} {plant}. What do I have to do?',
      '{accident} {in} {plant} what to do',
      'Which steps must I take after a {accident} {in} {plant}?',
    ],
    slots: {
      accident: subject(
        ['fall', 'tumble'],
        ['burn', 'scald'],
        ['chemical spill', 'spill of chemicals'],
        ['fire', 'blaze'],
      ),
      in: comparative(['inside', 'within'], ['outside', 'outside of']),
      plant: plants,
    },
  },
  {
    name: 'design-change',
    frames: [
      'Who has to agree to a change of the {part} costing {bound} {amount}?',
      'Whose approval is required for a change to the {part} that costs {bound} {amount}?',
      '{part} change {bound} {amount} approval',
      'Who must give their approval for a change of the {part} that costs {bound} {amount}?',
      'If a change to the {part} costs {bound} {amount}, who has to agree to it?',
    ],
    slots: {
      part: subject(
        ['dashboard', 'instrument panel'],
        ['bonnet', 'hood'],
        ['boot', 'trunk'],
        ['windscreen', 'windshield'],
      ),
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      amount: number(['50,000 pounds', '£50,000'], ['500,000 pounds', '£500,000']),
    },
  },
];

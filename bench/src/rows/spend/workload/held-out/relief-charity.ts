import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
} from '../question-family.ts';

const MISSIONS = entity('Sudan', 'Yemen', 'Haiti', 'Malawi', 'Bangladesh', 'Honduras', 'Chad', 'Laos');

/** A charity that sends relief abroad: its donors, its volunteers and its people in the field. */
export const RELIEF_CHARITY: readonly QuestionFamily[] = [
  {
    name: 'goods-sent',
    frames: [
      'How many {goods} did we send to {country} in {year}?',
      'What was the number of {goods} shipped to {country} in {year}?',
      '{country} {goods} sent {year}',
      'In {year}, how many {goods} went to {country}?',
      'Do you know how many {goods} we dispatched to {country} during {year}?',
    ],
    slots: {
      goods: subject(
        ['mosquito nets', 'bed nets'],
        ['water filters', 'water purifiers'],
        ['hygiene kits', 'washing kits'],
      ),
      country: MISSIONS,
      year: date('2013', '2014', '2015', '2016'),
    },
  },
  {
    name: 'volunteer-age',
    frames: [
      'Can volunteers {bound} {age} {task}?',
      'Are volunteers allowed to {task} if they are {bound} {age}?',
      '{task} volunteers {bound} {age} allowed?',
      'Someone {bound} {age} would like to {task} as a volunteer, is that possible?',
      'Do we let volunteers {task} when they are {bound} {age}?',
    ],
    slots: {
      bound: comparative(['under', 'younger than'], ['over', 'older than']),
      age: number(['18', 'eighteen'], ['21', 'twenty-one'], ['70', 'seventy']),
      task: subject(
        ['hand out food', 'distribute food'],
        ['drive a truck', 'drive a lorry'],
        ['collect donations in the street', 'do street collections'],
        ['work nights', 'do night shifts'],
      ),
    },
  },
  {
    name: 'gift-tax',
    frames: [
      'Can donors in {country} deduct {gift} from their taxes?',
      'Are {gift} tax-deductible in {country}?',
      '{gift} tax relief {country}',
      'Do donors in {country} get tax relief on {gift}?',
      'If I support you with {gift} in {country}, can I claim that back on my tax return?',
    ],
    slots: {
      gift: subject(
        ['cash donations', 'gifts of money'],
        ['legacies', 'bequests'],
        ['used clothes', 'second-hand clothes'],
        ['company shares', 'gifts of stock'],
      ),
      country: entity('Monaco', 'Luxembourg', 'Gibraltar', 'Scotland', 'Wales', 'Liechtenstein'),
    },
  },
  {
    name: 'field-allowance',
    frames: [
      'What monthly allowance do {staff} {family} get in {country}?',
      'How much allowance is paid a month to {staff} {family} in {country}?',
      '{country} monthly allowance {staff} {family}',
      'In {country}, how big is the monthly allowance for {staff} {family}?',
      'What are {staff} {family} given as an allowance every month in {country}?',
    ],
    slots: {
      staff: subject(
        ['nurses', 'nursing staff'],
        ['logisticians', 'logistics officers'],
        ['water engineers', 'engineers for water supply'],
      ),
      family: negation(
        ['with their family', 'who bring their family'],
        ['without their family', 'who do not bring their family'],
      ),
      country: MISSIONS,
    },
  },
  {
    name: 'field-travel',
    frames: [
      'May we travel by {vehicle} in {country} {season}?',
      'Is going by {vehicle} allowed in {country} {season}?',
      '{country} travel by {vehicle} {season}',
      'Am I permitted to use a {vehicle} {season} in {country}?',
      '{season}, do the security rules for {country} let us take a {vehicle}?',
    ],
    slots: {
      vehicle: subject(
        ['motorbike', 'motorcycle'],
        ['helicopter', 'chopper'],
        ['local bus', 'public bus'],
        ['river boat', 'boat on the river'],
      ),
      country: MISSIONS,
      season: date(
        ['in the rainy season', 'during the rains'],
        ['in the dry season', 'during the dry months'],
      ),
    },
  },
  {
    name: 'emergency-line',
    frames: [
      'Which number do I call in an emergency in {country}?',
      "What's the emergency phone number for colleagues in {country}?",
      'emergency number {country}',
      'There is an emergency in {country}, what number should I ring?',
      'If something serious happens to one of us in {country}, which number do we dial?',
    ],
    slots: { country: MISSIONS },
  },
];

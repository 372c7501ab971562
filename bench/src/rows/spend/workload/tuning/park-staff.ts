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

const sites = entity('Cedar Lake', 'Heron Bay', 'Fox Hollow', 'Otter Creek', 'Pine Ridge', 'Amber Cove');

/** The people who run holiday parks: kitchens, housekeeping, gardens, pay and purchases. */
export const PARK_STAFF: readonly QuestionFamily[] = [
  {
    name: 'seasonal-wage',
    frames: [
      'How much does a {job} earn per {unit} at {site}?',
      'What is the wage of a {job} per {unit} at {site}?',
      'What do we pay a {job} at {site} per {unit}?',
      '{site} {job} wage per {unit}',
      'Per {unit}, what salary does a {job} receive in {site}?',
    ],
    slots: {
      job: subject(
        ['lifeguard', 'pool attendant'],
        ['cook', 'chef'],
        ['waiter', 'server'],
        ['cleaner', 'housekeeper'],
        ['gardener', 'groundskeeper'],
      ),
      unit: unit('hour', 'month'),
      site: sites,
    },
  },
  {
    name: 'request-leave',
    frames: [
      'How do I request {leave} during {season}?',
      'How can I apply for {leave} in {season}?',
      'What is the way to ask for {leave} during {season}?',
      '{leave} request {season}',
      'I would like to take {leave} during {season}. How do I apply for it?',
    ],
    slots: {
      leave: subject(
        ['unpaid leave', 'leave without pay'],
        ['paternity leave', 'leave for fathers'],
        ['study leave', 'educational leave'],
        ['time off in lieu', 'compensatory time off'],
      ),
      season: date(['high season', 'peak season'], ['low season', 'off-season']),
    },
  },
  {
    name: 'fridge-temperature',
    frames: [
      'What is the {extreme} temperature for {food} in the {store}?',
      'At which {extreme} temperature may {food} be kept in the {store}?',
      '{food} {store} {extreme} temperature',
      'Which {extreme} temperature is allowed for {food} in the {store}?',
      'In the {store}, what {extreme} temperature should {food} have?',
    ],
    slots: {
      extreme: comparative(['minimum', 'lowest'], ['maximum', 'highest']),
      food: subject(
        ['raw meat', 'uncooked meat'],
        ['dairy products', 'milk products'],
        ['ice cream', 'ices'],
        'salads',
      ),
      store: subject(['fridge', 'refrigerator'], ['freezer', 'deep freeze'], ['buffet', 'buffet counter']),
    },
  },
  {
    name: 'report-damage',
    frames: [
      'Who do I tell about a {problem} in a {home} at {site}?',
      'To whom do I report a {problem} in a {home} at {site}?',
      'Who has to be notified of a {problem} in a {home} of {site}?',
      '{problem} {home} {site} who to inform',
      'If there is a {problem} in a {home} at {site}, who needs to know?',
    ],
    slots: {
      problem: subject(
        ['leak', 'water leak'],
        ['power cut', 'blackout'],
        ['broken window', 'smashed window'],
        'blocked drain',
      ),
      home: subject(['lodge', 'log cabin'], ['mobile home', 'static caravan']),
      site: sites,
    },
  },
  {
    name: 'order-supplies',
    frames: [
      'Which supplier do we use for {goods} at {site}?',
      'From whom do we purchase {goods} for {site}?',
      '{site} {goods} supplier',
      'Who supplies {site} with {goods}?',
    ],
    slots: {
      goods: subject(
        ['bed linen', 'sheets'],
        ['cleaning products', 'detergents'],
        ['firewood', 'logs'],
        ['light bulbs', 'lamps'],
      ),
      site: sites,
    },
  },
  {
    name: 'clean-frequency',
    frames: [
      'How often must the {place} be {cleaned} during {season}?',
      'How frequently do we have to have the {place} {cleaned} during {season}?',
      '{place} {cleaned} how often {season}',
      'During {season}, how many times a week should the {place} be {cleaned}?',
      'In {season}, how often does the {place} need to be {cleaned}?',
    ],
    slots: {
      place: subject(
        ['showers', 'shower rooms'],
        ['toilets', 'restrooms'],
        ['playground', 'play area'],
        ['reception', 'front desk'],
      ),
      cleaned: subject(['cleaned', 'washed'], ['inspected', 'checked']),
      season: date(['high season', 'peak season'], ['low season', 'off-season']),
    },
  },
  {
    name: 'start-paperwork',
    frames: [
      'Which documents does a new {job} have to bring on the {nth} day?',
      'What papers must a new {job} bring along on the {nth} day?',
      'new {job} documents {nth} day',
      'On the {nth} day, which documents do I need as a new {job}?',
      'I am starting as a {job}: what paperwork do I have to bring on the {nth} day?',
    ],
    slots: {
      job: subject(
        ['lifeguard', 'pool attendant'],
        ['cook', 'chef'],
        ['waiter', 'server'],
        ['receptionist', 'desk clerk'],
      ),
      nth: number(['first', '1st'], ['second', '2nd'], ['last', 'final']),
    },
  },
  {
    name: 'occupancy',
    frames: [
      'How many {homes} at {site} were {let} in {year}?',
      'What number of {homes} in {site} were {let} in {year}?',
      'In {year}, how many {homes} were {let} at {site}?',
      '{site} {homes} {let} {year}',
      'How many of the {homes} at {site} have been {let} in {year}?',
    ],
    slots: {
      homes: subject(['lodges', 'log cabins'], ['pitches', 'camping pitches'], ['villas', 'holiday villas']),
      let: negation(['occupied', 'taken'], ['not occupied', 'unoccupied', 'vacant']),
      site: sites,
      year: date('2011', '2012', '2013', '2014'),
    },
  },
  {
    name: 'staff-discount',
    frames: [
      'What discount do {staff} get on a stay at {site} in {season}?',
      'How much of a discount do {staff} receive on a holiday at {site} in {season}?',
      '{staff} discount {site} {season}',
      'How much cheaper is a stay at {site} for {staff} in {season}?',
      'In {season}, which reduction is there for {staff} who stay at {site}?',
    ],
    slots: {
      staff: subject(
        ['employees', 'staff members'],
        ['family members', 'relatives'],
        ['former employees', 'ex-employees'],
      ),
      site: sites,
      season: date(['high season', 'peak season'], ['low season', 'off-season']),
    },
  },
  {
    name: 'fire-drill',
    frames: [
      'When is the next {drill} at {site}?',
      'On which date does the next {drill} take place at {site}?',
      'What is the date of the next {drill} in {site}?',
      'next {drill} {site} date',
      'Do you know when the next {drill} will be held at {site}?',
    ],
    slots: {
      drill: subject(
        ['fire drill', 'evacuation exercise'],
        ['first aid course', 'first-aid training'],
        ['hygiene inspection', 'health inspection'],
      ),
      site: sites,
    },
  },
];

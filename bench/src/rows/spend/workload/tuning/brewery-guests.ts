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

const pubs = entity('Crooked Cask', 'Salty Otter', 'Hop Garden', 'Brass Lantern', 'Old Cooper');
const beers = entity('Night Heron', 'Golden Plough', 'Foxglove', 'Iron Bridge', 'Mad Miller', 'Winter Rye');
const hours = number(['6 pm', '18:00'], ['8 pm', '20:00'], ['9 pm', '21:00']);

/** Guests of a brewery and of its pubs: tables, tours, children and what is in the glass. */
export const BREWERY_GUESTS: readonly QuestionFamily[] = [
  {
    name: 'brewery-table',
    frames: [
      'Can I book a table for {party} in the {place} of the {pub} at {hour}?',
      'Is it possible to reserve a table for {party} in the {place} at the {pub} at {hour}?',
      '{pub} {place} table {party} {hour}',
      "We'd like to sit in the {place} of the {pub}, {party}, at {hour}. Do you take bookings?",
      'Do you do reservations for {party} in the {place} at the {pub} at {hour}?',
      'At {hour}, could {party} get a table in the {place} of the {pub}?',
    ],
    slots: {
      party: number(
        ['four people', '4 people'],
        ['eight people', '8 people'],
        ['twelve people', '12 people'],
      ),
      place: subject(['terrace', 'patio'], ['snug', 'back room'], ['upstairs bar', 'bar on the first floor']),
      pub: pubs,
      hour: hours,
    },
  },
  {
    name: 'brewery-tour-price',
    frames: [
      'How much is the {tour} for {guests} on {day}?',
      'What does a ticket for the {tour} cost {guests} on {day}?',
      '{tour} price {guests} {day}',
      'On {day}, what do {guests} pay for the {tour}?',
      "I'm thinking of going on the {tour} on {day}. How much do you charge {guests}?",
      'What is the admission to the {tour} for {guests} on {day}?',
    ],
    slots: {
      tour: subject(
        ['brewery tour', 'tour of the brewery'],
        ['beer tasting', 'tasting'],
        ['brewing course', 'brew-your-own day'],
      ),
      guests: subject(
        ['students', 'people who study'],
        ['pensioners', 'senior citizens'],
        ['adults', 'grown-ups'],
      ),
      day: date(['Friday', 'Fridays'], ['Saturday', 'Saturdays'], ['Sunday', 'Sundays']),
    },
  },
  {
    name: 'brewery-allergen',
    frames: [
      'Does {beer} contain {allergen} when it is {served}?',
      'Is there any {allergen} in {beer} {served}?',
      '{beer} {served} {allergen}',
      "I can't have {allergen}. Is it in {beer} if I drink it {served}?",
      'Would I find {allergen} in a {beer} {served}?',
      'Could you tell me whether {beer} is made with {allergen} when {served}?',
    ],
    slots: {
      beer: beers,
      allergen: subject(
        ['gluten', 'gluten from barley'],
        ['lactose', 'milk sugar'],
        ['sulphites', 'sulfites'],
        ['isinglass', 'fish finings'],
        ['honey', "bees' honey"],
      ),
      served: subject(['on draught', 'from the tap'], ['bottled', 'in a bottle'], ['canned', 'in a can']),
    },
  },
  {
    name: 'brewery-kitchen-hours',
    frames: [
      'When does the kitchen at the {pub} {turn} on {day}?',
      'What time does the {pub} {turn} with food on {day}?',
      '{pub} kitchen {turn} {day}',
      'On {day}, at what hour does the {pub} kitchen {turn}?',
      "We're coming to the {pub} for a bite on {day}. When does the kitchen {turn}?",
      'I was asked when the cooks at the {pub} {turn} on {day}',
    ],
    slots: {
      pub: pubs,
      turn: comparative(['open', 'start'], ['close', 'shut']),
      day: date(
        ['weekdays', 'Monday to Friday'],
        ['Saturday', 'Saturdays'],
        ['Sunday', 'Sundays'],
        ['bank holidays', 'public holidays'],
      ),
    },
  },
  {
    name: 'brewery-children',
    frames: [
      'Are children allowed in the {place} {when} {hour} {company}?',
      'Can kids come into the {place} {when} {hour} {company}?',
      '{place} children {when} {hour} {company}',
      'May a child be in the {place} {when} {hour} {company}?',
      'Do you let little ones sit in the {place} {when} {hour} {company}?',
    ],
    slots: {
      place: subject(
        ['beer garden', 'garden'],
        ['dining room', 'restaurant area'],
        ['games room', 'room with the dartboard'],
      ),
      when: comparative(['before', 'earlier than'], ['after', 'later than']),
      hour: hours,
      company: negation(
        ['with a parent', 'accompanied by a parent'],
        ['without a parent', 'unaccompanied by a parent'],
      ),
    },
  },
  {
    name: 'brewery-content',
    frames: [
      'What is the {content} of {beer} per {unit}?',
      'How high is the {content} in one {unit} of {beer}?',
      '{beer} {content} per {unit}',
      'I have to watch what I drink: what {content} does a {unit} of {beer} have?',
      'For a {unit} of {beer}, what is the {content}?',
      'Do you happen to know the {content} of {beer} for each {unit}?',
    ],
    slots: {
      content: subject(
        ['calorie content', 'number of calories'],
        ['sugar content', 'amount of sugar'],
        ['alcohol content', 'amount of alcohol'],
        ['carbohydrate content', 'amount of carbs'],
      ),
      beer: beers,
      unit: unit('pint', 'half pint', 'bottle'),
    },
  },
  {
    name: 'brewery-happy-hour',
    frames: [
      'How much is a {unit} of {beer} {when}?',
      'What do you charge for a {unit} of {beer} {when}?',
      '{beer} {unit} cost {when}',
      "What's the damage for a {unit} of {beer} {when}?",
      '{when}, what does a {unit} of {beer} cost?',
      'I fancy a {unit} of {beer} {when}. What will it set me back?',
    ],
    slots: {
      unit: unit('pint', 'half pint', ['jug', 'pitcher']),
      beer: beers,
      when: comparative(
        ['during happy hour', 'in happy hour'],
        ['outside happy hour', 'when happy hour is over'],
      ),
    },
  },
];

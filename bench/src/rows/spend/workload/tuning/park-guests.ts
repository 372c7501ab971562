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

const parks = entity('Cedar Lake', 'Heron Bay', 'Fox Hollow', 'Otter Creek', 'Pine Ridge', 'Amber Cove');
const days = date(
  ['Fridays', 'Friday'],
  ['Saturdays', 'Saturday'],
  ['Sundays', 'Sunday'],
  ['Mondays', 'Monday'],
);

/** Guests of holiday parks, who ask before they book, while they stay and afterwards. */
export const PARK_GUESTS: readonly QuestionFamily[] = [
  {
    name: 'breakfast-hours',
    frames: [
      'What time is {meal} served at {park} on {day}?',
      'At what time can we have {meal} in {park} on {day}?',
      'When do you serve {meal} at {park} on {day}?',
      '{park} {meal} times {day}',
      'On {day}, what are the serving hours for {meal} at {park}?',
    ],
    slots: {
      meal: subject('breakfast', ['lunch', 'luncheon'], ['dinner', 'the evening meal']),
      park: parks,
      day: days,
    },
  },
  {
    name: 'bring-pet',
    frames: [
      'Can I bring my {pet} to a {home} at {park}?',
      'Is a {pet} allowed in a {home} at {park}?',
      'May we take a {pet} with us to a {home} in {park}?',
      '{park} {home} {pet} allowed',
      'Is it OK to bring a {pet} into a {home} at {park}?',
    ],
    slots: {
      pet: subject(['dog', 'puppy'], ['cat', 'kitten'], 'parrot'),
      home: subject(['lodge', 'log cabin'], ['mobile home', 'static caravan'], 'tent'),
      park: parks,
    },
  },
  {
    name: 'booking-change',
    frames: [
      'How do I {change} my reservation for {stay}?',
      'How can I {change} my booking for {stay}?',
      'I want to {change} a reservation for {stay}, what do I do?',
      '{change} booking {stay}',
      'What is the procedure to {change} my booking for {stay}?',
      'Is it possible to {change} a booking for {stay}, and how?',
    ],
    slots: {
      change: subject(
        ['cancel', 'call off'],
        ['postpone', 'put off', 'move to a later date'],
        ['extend', 'prolong'],
        ['shorten', 'cut short'],
      ),
      stay: date(
        ['Easter', 'the Easter holidays'],
        ['Whitsun', 'the Whitsun holidays'],
        ['Christmas', 'the Christmas holidays'],
        ['the summer holidays', 'summer'],
      ),
    },
  },
  {
    name: 'cancel-refund',
    frames: [
      'How much of my money do I get back if I cancel {bound} {time} before arrival at {park}?',
      'What refund am I entitled to when I cancel {bound} {time} ahead of arrival at {park}?',
      '{park} cancellation {bound} {time} before arrival refund',
      'At {park}, what share of the price is refunded if we cancel {bound} {time} prior to arrival?',
      'If I cancel my stay at {park} {bound} {time} before I arrive, how much will be refunded?',
    ],
    slots: {
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      time: number(
        ['48 hours', 'two days', '2 days'],
        ['7 days', 'a week', 'one week'],
        ['30 days', 'thirty days'],
      ),
      park: parks,
    },
  },
  {
    name: 'key-pickup',
    frames: [
      'Where do I pick up the keys for my {home} at {park} if I arrive {late} {hour}?',
      'Where can we collect the keys of our {home} in {park} when arriving {late} {hour}?',
      '{park} {home} key collection arrival {late} {hour}',
      'We arrive {late} {hour}. Where do we get the keys to our {home} at {park}?',
      'If we get to {park} {late} {hour}, where will the keys to the {home} be?',
    ],
    slots: {
      home: subject(['bungalow', 'cottage'], ['yurt', 'round tent']),
      park: parks,
      late: comparative(['after', 'later than'], ['before', 'earlier than']),
      hour: number(['6 pm', '18:00'], ['8 pm', '20:00'], ['10 pm', '22:00']),
    },
  },
  {
    name: 'wifi',
    frames: [
      'How do I connect my {device} to the Wi-Fi at {park}?',
      'How can I get my {device} onto the Wi-Fi at {park}?',
      'What do I need to do to use the wireless internet with a {device} in {park}?',
      'Wi-Fi {park} {device}',
      'I cannot find out how to connect a {device} to the Wi-Fi in {park}',
    ],
    slots: {
      device: subject(
        ['tablet', 'tablet computer'],
        ['games console', 'gaming console'],
        ['smart TV', 'smart television'],
      ),
      park: parks,
    },
  },
  {
    name: 'pool-age',
    frames: [
      'How old do children have to be to use the {facility} at {park} {company}?',
      'From what age are kids allowed in the {facility} at {park} {company}?',
      'What is the minimum age for the {facility} at {park} for children {company}?',
      '{park} {facility} minimum age {company}',
      'At {park}, which age must a child be to go to the {facility} {company}?',
    ],
    slots: {
      facility: subject(
        ['swimming pool', 'pool'],
        ['sauna', 'steam bath'],
        ['climbing wall', 'climbing frame'],
      ),
      park: parks,
      company: negation(
        ['with an adult', 'accompanied by a grown-up'],
        ['without an adult', 'unaccompanied'],
      ),
    },
  },
  {
    name: 'rental-price',
    frames: [
      'How much does it cost to rent a {thing} at {park} per {unit}?',
      'What is the price for hiring a {thing} per {unit} in {park}?',
      'What do I pay per {unit} to rent a {thing} at {park}?',
      '{thing} rental {park} price per {unit}',
      'I would like to hire a {thing} at {park}. What does it cost per {unit}?',
    ],
    slots: {
      thing: subject(
        ['rowing boat', 'rowboat'],
        ['canoe', 'kayak'],
        ['mountain bike', 'MTB'],
        ['cot', 'baby bed'],
      ),
      park: parks,
      unit: unit('hour', 'day', 'week'),
    },
  },
  {
    name: 'extras-included',
    frames: [
      'Which {extras} are {included} in the price of the {offer}?',
      'With the {offer}, what {extras} are {included} in the price?',
      '{offer}: {extras} {included} in price',
      'Do you know which {extras} are {included} in the {offer} price?',
      'For the {offer}, which {extras} are {included} in what I pay?',
    ],
    slots: {
      extras: subject(
        ['drinks', 'beverages'],
        ['activities', 'leisure activities'],
        ['towels', 'bath towels'],
      ),
      included: negation(['included', 'covered'], ['not included', 'not covered', 'excluded']),
      offer: entity('Family Week', 'Midweek Escape', 'Golden Autumn', 'Spring Break Deal'),
    },
  },
  {
    name: 'lost-property',
    frames: [
      'I left my {thing} in my room at {park}, who should I contact?',
      'Who do I contact about a {thing} that I forgot at {park}?',
      'lost {thing} {park} contact',
      'Who can help me to get back a {thing} I lost at {park}?',
      'My {thing} was left behind at {park}. Who do I get in touch with?',
    ],
    slots: {
      thing: subject(
        ['jacket', 'anorak'],
        ['charger', 'charging cable'],
        ['necklace', 'chain'],
        ['teddy bear', 'soft toy'],
      ),
      park: parks,
    },
  },
  {
    name: 'quiet-time',
    frames: [
      'From when do guests have to be quiet at {park} on {day} in {season}?',
      'When does the quiet time begin at {park} on {day} in {season}?',
      '{park} quiet hours start {day} {season}',
      'At what time do quiet hours start on {day} in {season} at {park}?',
      'In {season}, from what time must we keep the noise down at {park} on {day}?',
    ],
    slots: {
      park: parks,
      day: days,
      season: date(['high season', 'peak season'], ['low season', 'off-season']),
    },
  },
];

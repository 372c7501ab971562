import {
  comparative,
  date,
  entity,
  negation,
  type QuestionFamily,
  subject,
  unit,
} from '../question-family.ts';

const pubs = entity('Crooked Cask', 'Salty Otter', 'Hop Garden', 'Brass Lantern', 'Old Cooper');
const beers = entity('Night Heron', 'Golden Plough', 'Foxglove', 'Iron Bridge', 'Mad Miller', 'Winter Rye');

/** Brewers, cellar hands and bar managers. */
export const BREWERY_STAFF: readonly QuestionFamily[] = [
  {
    name: 'brewery-stage-temperature',
    frames: [
      'What is the {extreme} temperature for {stage} {beer} in {unit}?',
      'Which {extreme} temperature is right when {stage} {beer}, in {unit}?',
      '{beer} {stage} {extreme} temperature {unit}',
      'In {unit}, what {extreme} temperature do we keep to while {stage} {beer}?',
      'How many {unit} are the {extreme} for {stage} {beer}?',
      "I'm {stage} {beer} today. What is the {extreme} temperature in {unit}?",
    ],
    slots: {
      extreme: comparative(['maximum', 'highest', 'top'], ['minimum', 'lowest']),
      stage: subject(
        ['mashing', 'doing the mash for'],
        ['fermenting', 'running the fermentation of'],
        ['lagering', 'cold-conditioning'],
        ['pasteurising', 'running the pasteuriser for'],
      ),
      beer: beers,
      unit: unit(['degrees Celsius', '°C'], ['degrees Fahrenheit', '°F']),
    },
  },
  {
    name: 'brewery-cleaning',
    frames: [
      'How often do we have to clean the {equipment} at the {pub} {agent} chemicals?',
      'How frequently must the {equipment} in the {pub} be cleaned {agent} chemicals?',
      '{pub} {equipment} cleaning {agent} chemicals how often',
      'At what intervals should the {equipment} at the {pub} get a clean {agent} chemicals?',
      'When the {equipment} at the {pub} is washed {agent} chemicals, how many days may pass until the next time?',
    ],
    slots: {
      equipment: subject(
        ['beer lines', 'draught lines'],
        ['glass washer', 'glass-washing machine'],
        ['ice maker', 'ice machine'],
        ['drip trays', 'trays under the taps'],
      ),
      pub: pubs,
      agent: negation(['with', 'using'], ['without', 'without using']),
    },
  },
  {
    name: 'brewery-order-deadline',
    frames: [
      'By when must the {pub} order {container} of {beer} for delivery on {day}?',
      'What is the cut-off for {container} of {beer} to get to the {pub} on {day}?',
      '{pub} {container} {beer} {day} order deadline',
      'How late can we still put in an order at the {pub} for {container} of {beer} that come on {day}?',
      'We need {container} of {beer} at the {pub} on {day}. When do I have to phone the order through?',
    ],
    slots: {
      pub: pubs,
      container: subject(['kegs', 'steel kegs'], ['casks', 'wooden casks'], ['crates', 'bottle crates']),
      beer: beers,
      day: date(['Tuesday', 'Tuesdays'], ['Thursday', 'Thursdays'], ['Saturday', 'Saturdays']),
    },
  },
  {
    name: 'brewery-bar-pay',
    frames: [
      'What do we pay {job} {unit} on {day} at the {pub}?',
      'How much do {job} make {unit} on {day} at the {pub}?',
      '{pub} {job} pay {unit} {day}',
      'On {day}, what is the wage for {job} at the {pub} {unit}?',
      'What are {job} at the {pub} supposed to earn {unit} on {day}?',
      'What rate do {job} get {unit} on {day} in the {pub}?',
    ],
    slots: {
      job: subject(
        ['bartenders', 'bar staff'],
        ['kitchen porters', 'pot washers'],
        ['bouncers', 'door staff'],
        ['cellar hands', 'cellar workers'],
      ),
      unit: unit('an hour', 'a night', 'a week'),
      day: date(
        ["New Year's Eve", '31 December'],
        ['Boxing Day', '26 December'],
        ['bank holidays', 'public holidays'],
      ),
      pub: pubs,
    },
  },
  {
    name: 'brewery-volume',
    frames: [
      'How many {unit} of {beer} did we {move} in {month}?',
      'What quantity of {beer} did we {move} in {month}, in {unit}?',
      '{beer} {unit} {move} {month}',
      'In {month}, how many {unit} of {beer} did we {move}?',
      'I need the figure for {beer} in {unit}: how much did we {move} in {month}?',
      'Do we know how much {beer} the company managed to {move} in {month}, counted in {unit}?',
    ],
    slots: {
      unit: unit(['hectolitres', 'hl'], 'barrels', 'litres'),
      beer: beers,
      move: comparative(['brew', 'produce'], 'sell'),
      month: date(
        ['February 2017', '02/2017'],
        ['August 2017', '08/2017'],
        ['February 2018', '02/2018'],
        ['August 2018', '08/2018'],
      ),
    },
  },
];

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

const HOUSES = entity('the Prado', 'the Louvre', 'the Uffizi', 'the Rijksmuseum', 'the Belvedere');
const SEASONS = date('2017', '2018', '2019', '2020');

/** A law firm, a farm, museums. */
export const THIRD_ORGANIZATIONS: readonly QuestionFamily[] = [
  {
    name: 'limitation',
    frames: [
      'How long is the limitation period for {claim} in {state}?',
      'When do {claim} become time-barred in {state}?',
      'limitation period {claim} {state}',
      'In {state}, after how many years can {claim} no longer be brought?',
      'Could you tell me the limitation period that applies to {claim} in {state}?',
    ],
    slots: {
      claim: subject(
        ['defamation claims', 'libel claims'],
        ['contract claims', 'claims from a contract'],
        'malpractice claims',
        ['injury claims', 'claims for injuries'],
      ),
      state: entity('Ohio', 'Texas', 'Nevada', 'Oregon', 'Iowa', 'Utah'),
    },
  },
  {
    name: 'hourly-rate',
    frames: [
      'What hourly rate did we charge {client} for {grade} in {year}?',
      'How much per hour was {client} billed for {grade} in {year}?',
      '{client} hourly rate {grade} {year}',
      'In {year}, which hourly rate applied to {grade} working for {client}?',
      'I would like to know the hourly rate of {grade} for {client}, {year}',
    ],
    slots: {
      client: entity('Halvorsen', 'Brightwater', 'Montague', 'Kestrel', 'Duvalier'),
      grade: subject('partners', ['associates', 'associate lawyers'], ['paralegals', 'legal assistants']),
      year: SEASONS,
    },
  },
  {
    name: 'harvest',
    frames: [
      'How much {crop} did we harvest at {farm} in {year}, in {unit}?',
      'What was the {crop} yield of {farm} in {year}, in {unit}?',
      '{farm} {crop} yield {year} in {unit}',
      'In {year}, how many {unit} of {crop} were harvested at {farm}?',
      'How many {unit} of {crop} did {farm} yield in {year}?',
    ],
    slots: {
      crop: subject('wheat', 'barley', ['rapeseed', 'canola'], ['maize', 'corn']),
      farm: entity('Elmfield', 'Thornhill', 'Greystone', 'Ashby'),
      year: SEASONS,
      unit: unit(['tonnes', 'tons'], 'bushels'),
    },
  },
  {
    name: 'spraying',
    frames: [
      'Can we spray {agent} {bound} {temperature}?',
      'Is spraying {agent} allowed {bound} {temperature}?',
      'Spraying {agent} {bound} {temperature}: permitted?',
      'Are we allowed to spray {agent} when it is {bound} {temperature}?',
      'May {agent} be sprayed {bound} {temperature}?',
    ],
    slots: {
      agent: subject(['herbicides', 'weed killers'], 'fungicides', ['insecticides', 'insect sprays']),
      bound: comparative(['above', 'over'], ['below', 'under']),
      temperature: number(
        ['5 degrees', '5°C'],
        ['15 degrees', '15°C', 'fifteen degrees'],
        ['25 degrees', '25°C'],
      ),
    },
  },
  {
    name: 'lent-works',
    frames: [
      'Which {work} are on loan to {house} until {date}?',
      'What {work} has {house} borrowed from us until {date}?',
      '{work} lent to {house} until {date}',
      'Until {date}, which of our {work} does {house} have on loan?',
      'Which {work} have we lent to {house} until {date}?',
    ],
    slots: {
      work: subject(
        ['paintings', 'canvases'],
        ['sculptures', 'statues'],
        ['prints', 'engravings'],
        'tapestries',
      ),
      house: HOUSES,
      date: date(
        ['31 March 2025', 'March 31, 2025', '31/03/2025'],
        ['30 June 2025', 'June 30, 2025', '30/06/2025'],
        ['31 October 2025', 'October 31, 2025', '31/10/2025'],
      ),
    },
  },
  {
    name: 'museum-rooms',
    frames: [
      'In which rooms of {house} is {activity} {allowed}?',
      'Where in {house} is {activity} {allowed}?',
      '{activity} in {house}: in which rooms is it {allowed}?',
      'Which rooms of {house} are those where {activity} is {allowed}?',
      '{house} rooms where {activity} is {allowed}',
    ],
    slots: {
      house: HOUSES,
      activity: subject(
        ['photography', 'taking photos'],
        ['sketching', 'drawing'],
        ['eating', 'having food'],
      ),
      allowed: negation(['allowed', 'permitted'], ['not allowed', 'not permitted', 'forbidden']),
    },
  },
];

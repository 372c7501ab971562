import { comparative, entity, number, type QuestionFamily, subject, unit } from '../question-family.ts';

/** What dispatchers, drivers and warehouse workers ask. */
export const LOGISTICS: readonly QuestionFamily[] = [
  {
    name: 'transit-time',
    frames: [
      'How many {unit} does {mode} from {route} take?',
      'How long does {mode} from {route} take in {unit}?',
      'What is the transit time of {mode} from {route} in {unit}?',
      'From {route}, how many {unit} does {mode} need?',
      'Transit time {mode} {route} in {unit}',
    ],
    slots: {
      unit: unit('days', 'hours'),
      mode: subject(
        ['rail freight', 'rail transport'],
        ['sea freight', 'ocean freight'],
        ['road freight', 'road transport', 'trucking'],
      ),
      route: entity(
        'Rotterdam to Gdansk',
        'Gdansk to Rotterdam',
        'Antwerp to Genoa',
        'Genoa to Antwerp',
        'Seville to Tallinn',
        'Tallinn to Seville',
        'Riga to Porto',
        'Marseille to Valencia',
        'Valencia to Marseille',
        'Riga to Genoa',
        'Antwerp to Porto',
        'Rotterdam to Tallinn',
      ),
    },
  },
  {
    name: 'dangerous-goods',
    frames: [
      'Which permit do drivers need to carry {side} {weight} of {goods} through the {tunnel}?',
      'What permit is required to transport {side} {weight} of {goods} through the {tunnel}?',
      'To take {side} {weight} of {goods} through the {tunnel}, which permit does a driver need?',
      'We carry {side} {weight} of {goods} through the {tunnel}. Which permit is needed?',
      'What kind of permit do I need for {side} {weight} of {goods} in the {tunnel}?',
    ],
    slots: {
      side: comparative(['more than', 'over'], ['less than', 'under']),
      weight: number(
        ['300 kg', '300 kilograms'],
        ['1,500 kg', '1,500 kilograms', '1.5 tonnes'],
        ['3,000 kg', '3,000 kilograms', '3 tonnes'],
      ),
      goods: subject(
        ['propane', 'propane gas'],
        ['lithium batteries', 'lithium-ion batteries'],
        'paint thinner',
        'fertilizer',
        ['fireworks', 'pyrotechnics'],
      ),
      tunnel: entity('Gotthard Tunnel', 'Mont Blanc Tunnel', 'Elbe Tunnel', 'Brenner Tunnel'),
    },
  },
  {
    name: 'damage-report',
    frames: [
      'Within how many {unit} must {customer} report {damage}?',
      'How many {unit} does {customer} have to report {damage}?',
      'What is the time limit in {unit} for {customer} to report {damage}?',
      '{damage} at {customer}: within how many {unit} do they have to report it?',
      'In how many {unit} does {customer} need to let us know about {damage}?',
    ],
    slots: {
      unit: unit('hours', ['working days', 'business days'], 'weeks'),
      customer: entity(
        'Aldermoor',
        'Brightwell Foods',
        'Castellan',
        'Dovetail',
        'Elmhurst Paper',
        'Fernley',
        'Greywell',
      ),
      damage: subject(
        ['transport damage', 'damage in transit'],
        ['a missing parcel', 'a lost parcel', 'a missing package'],
        ['a late delivery', 'a delayed delivery'],
      ),
    },
  },
  {
    name: 'storage-temperature',
    frames: [
      'At what temperature in {unit} do we store {goods} in the {city} warehouse?',
      'What storage temperature in {unit} applies to {goods} in the warehouse in {city}?',
      'How cold must {goods} be kept in the {city} warehouse, in {unit}?',
      'What temperature, in {unit}, is required for {goods} at the {city} warehouse?',
      '{goods} storage temperature {city} warehouse {unit}',
    ],
    slots: {
      unit: unit(['degrees Celsius', 'Celsius', '°C'], ['degrees Fahrenheit', 'Fahrenheit', '°F']),
      goods: subject('vaccines', 'frozen fish', ['cut flowers', 'fresh flowers'], 'chocolate', 'insulin'),
      city: entity('Leipzig', 'Turin', 'Zaragoza', 'Katowice', 'Brno', 'Utrecht', 'Malaga', 'Bremen', 'Lodz'),
    },
  },
];

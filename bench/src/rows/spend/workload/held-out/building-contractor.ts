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

const BUILDING_SITES = entity(
  'Foundry Row',
  'Canal Wharf',
  'Hillcrest Tower',
  'Orchard Court',
  'Mason Square',
  'Viaduct Arches',
  'Tannery Yard',
);

/** A building contractor: foremen, buyers and whoever answers to the client. */
export const BUILDING_CONTRACTOR: readonly QuestionFamily[] = [
  {
    name: 'curing-time',
    frames: [
      'How long do {elements} have to cure at temperatures {bound} {temperature}?',
      'How many days do {elements} need to harden when it is {bound} {temperature}?',
      'curing time {elements} {bound} {temperature}',
      'When it is {bound} {temperature}, how long do we leave {elements} to set?',
      'How long until {elements} have cured if it is {bound} {temperature} outside?',
    ],
    slots: {
      elements: subject(
        ['foundations', 'footings'],
        ['columns', 'pillars'],
        ['stairs', 'staircases'],
        ['floor slabs', 'slabs'],
      ),
      bound: comparative(['above', 'over'], ['below', 'under']),
      temperature: number(
        ['0 degrees', '0°C', 'freezing point'],
        ['10 degrees', '10°C', 'ten degrees'],
        ['20 degrees', '20°C', 'twenty degrees'],
      ),
    },
  },
  {
    name: 'work-permit',
    frames: [
      'Which permit do I need to {work} {when} at {site}?',
      'What permission is needed to {work} at {site} {when}?',
      '{site} permit {work} {when}',
      'We want to {work} {when} at {site}: which permit must we have?',
      'Which licence has to be in place before we {work} {when} at {site}?',
    ],
    slots: {
      work: subject(
        ['close a lane', 'shut a lane'],
        ['put up a crane', 'erect a crane'],
        ['dig a trench', 'excavate a trench'],
        ['cut down trees', 'fell trees'],
      ),
      when: date(['at the weekend', 'on a weekend'], ['at night', 'during the night']),
      site: BUILDING_SITES,
    },
  },
  {
    name: 'trade-schedule',
    frames: [
      'When is the {trade} at {site} due to {start}?',
      'On what date will the {trade} {start} at {site}?',
      '{site} {trade} {start} date',
      'According to the schedule, when should the {trade} {start} at {site}?',
      "What's the planned day for the {trade} at {site} to {start}?",
    ],
    slots: {
      trade: subject(
        ['roofing', 'roof work'],
        ['plumbing', 'pipework'],
        ['electrical work', 'wiring'],
        ['plastering', 'plaster work'],
      ),
      start: comparative(['start', 'begin'], ['finish', 'end']),
      site: BUILDING_SITES,
    },
  },
  {
    name: 'deliveries',
    frames: [
      'How many {unit} of {material} were delivered to {site} in {month}?',
      'What quantity of {material} arrived at {site} in {month}, in {unit}?',
      '{site} {material} deliveries {month} in {unit}',
      'In {month}, how many {unit} of {material} did {site} get?',
      'How much {material} did we bring to {site} in {month}? I need it in {unit}',
    ],
    slots: {
      unit: unit(['tonnes', 'metric tons'], ['truckloads', 'lorry loads']),
      material: subject(
        ['gravel', 'crushed stone'],
        ['plasterboard', 'drywall'],
        ['rebar', 'reinforcing steel'],
        ['timber', 'lumber'],
      ),
      site: BUILDING_SITES,
      month: date(['May 2015', '05/2015'], ['October 2015', 'Oct 2015', '10/2015'], ['May 2016', '05/2016']),
    },
  },
  {
    name: 'protective-gear',
    frames: [
      'In which areas of {site} is {gear} {required}?',
      'Where on {site} is {gear} {required}?',
      '{site} zones where {gear} is {required}',
      'Which parts of {site} are the ones where {gear} is {required}?',
      'Can you tell me in what places at {site} {gear} is {required}?',
    ],
    slots: {
      site: BUILDING_SITES,
      gear: subject(
        ['a hard hat', 'a helmet'],
        ['ear protection', 'hearing protection'],
        ['a dust mask', 'a respirator mask'],
      ),
      required: negation(['compulsory', 'mandatory'], ['not compulsory', 'not mandatory']),
    },
  },
  {
    name: 'defect-liability',
    frames: [
      'How long are we liable for {defect} in {building} in {region}?',
      'What is the liability period for {defect} in {building} in {region}?',
      '{region} liability {defect} {building}',
      'For how many years can clients in {region} hold us responsible for {defect} in {building}?',
      'In {region}, until when do we have to answer for {defect} in {building}?',
    ],
    slots: {
      defect: subject(
        ['leaks', 'leakage'],
        ['cracks', 'cracking'],
        ['damp', 'moisture'],
        ['faulty wiring', 'wiring faults'],
      ),
      building: subject(
        ['private homes', 'private houses'],
        ['warehouses', 'storage halls'],
        ['office blocks', 'office buildings'],
      ),
      region: entity('Bavaria', 'Flanders', 'Catalonia', 'Lombardy', 'Brittany', 'Galicia'),
    },
  },
];

import { comparative, date, entity, number, type QuestionFamily, subject, unit } from '../question-family.ts';

const FARMS = entity(
  'Harrow Bank',
  'Skerry Point',
  'Longmoor',
  'Gannet Sands',
  'Thistle Hill',
  'Ravensgarth',
  'Brae Head',
);
const MODELS = entity('Borealis 3', 'Borealis 5', 'Sirocco 80', 'Sirocco 110', 'Mistral X', 'Levanter');

/** Whoever runs wind farms: technicians, the control room and those who deal with the neighbors. */
export const WIND_FARMS: readonly QuestionFamily[] = [
  {
    name: 'farm-output',
    frames: [
      'How much power did {farm} produce in {month}, in {unit}?',
      'What was the output of {farm} for {month} in {unit}?',
      '{farm} generation {month} {unit}',
      'How many {unit} came out of {farm} in {month}?',
      'I need the {month} yield of {farm} in {unit}',
    ],
    slots: {
      farm: FARMS,
      month: date(
        ['March 2018', 'Mar 2018', '03/2018'],
        ['April 2018', 'Apr 2018', '04/2018'],
        ['March 2019', 'Mar 2019', '03/2019'],
        ['November 2019', 'Nov 2019', '11/2019'],
      ),
      unit: unit(['megawatt hours', 'MWh'], ['gigawatt hours', 'GWh']),
    },
  },
  {
    name: 'work-in-wind',
    frames: [
      'Can technicians work {place} of a {model} in winds {bound} {speed}?',
      'Is work {place} of a {model} permitted when the wind is {bound} {speed}?',
      '{model} {place} work wind {bound} {speed} allowed',
      'Are we allowed to be {place} of the {model} if it blows {bound} {speed}?',
      'With wind {bound} {speed}, may anyone work {place} of a {model}?',
    ],
    slots: {
      place: subject(
        ['in the nacelle', 'inside the nacelle'],
        ['on the blades', 'on the rotor blades'],
        ['on the ladder', 'on the tower ladder'],
      ),
      model: MODELS,
      bound: comparative(['above', 'over'], ['below', 'under']),
      speed: number(
        ['10 m/s', '10 metres per second'],
        ['14 m/s', '14 metres per second'],
        ['18 m/s', '18 metres per second'],
      ),
    },
  },
  {
    name: 'turbine-upkeep',
    frames: [
      'How often does the {part} on a {model} have to be {done}?',
      'At what intervals is the {part} of the {model} {done}?',
      '{model} {part} {done} how often',
      'How much time may pass before the {part} of a {model} is {done} again?',
      'Every how many months is the {part} {done} on the {model}?',
    ],
    slots: {
      part: subject(
        ['gearbox', 'gear unit'],
        ['yaw drive', 'yaw motor'],
        ['main bearing', 'rotor bearing'],
        ['brake', 'braking system'],
      ),
      model: MODELS,
      done: subject(['inspected', 'checked'], ['lubricated', 'greased'], ['replaced', 'swapped out']),
    },
  },
  {
    name: 'land-lease',
    frames: [
      'What rent did we pay the landowners at {farm} in {year}?',
      'How much did the landowners of {farm} receive from us in {year}?',
      '{farm} land lease {year}',
      'What was the lease payment for the land at {farm} in {year}?',
      'In {year}, how much went to the people who own the land under {farm}?',
    ],
    slots: { farm: FARMS, year: date('2011', '2012', '2013', '2014') },
  },
  {
    name: 'curtailment',
    frames: [
      'How many turbines at {farm} are stopped because of {reason}?',
      'What number of turbines stand still at {farm} due to {reason}?',
      '{farm} turbines shut down {reason}',
      'On account of {reason}, how many turbines do we switch off at {farm}?',
      'How many machines are taken out of operation for {reason} at {farm}?',
    ],
    slots: {
      farm: FARMS,
      reason: subject(
        ['bats', 'bat protection'],
        ['migrating cranes', 'the crane migration'],
        ['shadow flicker', 'flickering shadows'],
        ['ice on the blades', 'icing'],
      ),
    },
  },
  {
    name: 'certificate-validity',
    frames: [
      'How long is the {course} certificate valid for {people}?',
      'When does a {course} certificate held by {people} run out?',
      '{course} certificate {people} validity',
      'After how many years do {people} have to renew their {course} certificate?',
      'For how long can {people} rely on one {course} certificate?',
    ],
    slots: {
      course: subject(
        ['working at height', 'height safety'],
        ['sea survival', 'survival at sea'],
        ['first aid', "first aider's"],
        ['manual handling', 'lifting and carrying'],
      ),
      people: subject(
        ['contractors', 'external contractors'],
        ['our own employees', 'our own staff'],
        ['climbing inspectors', 'rope access inspectors'],
      ),
    },
  },
];

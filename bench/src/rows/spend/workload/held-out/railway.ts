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

const LINES = entity(
  'Coast Line',
  'Valley Line',
  'Summit Line',
  'Lakes Line',
  'Moorland Line',
  'Border Line',
  'Heritage Line',
);

/** A regional railway: passengers, drivers and signal boxes. */
export const RAILWAY: readonly QuestionFamily[] = [
  {
    name: 'train-times',
    frames: [
      'What time does the {extreme} train from {from} to {to} leave {day}?',
      'When is the {extreme} train from {from} to {to} {day}?',
      '{extreme} train {from} {to} {day}',
      'I need to get from {from} to {to} {day}, when does the {extreme} train go?',
      '{day}, when does the {extreme} service to {to} depart from {from}?',
    ],
    slots: {
      extreme: comparative(['first', 'earliest'], ['last', 'latest']),
      from: entity('Arden Junction', 'Millbrook Halt', 'Castle Rise', 'Eastmere', 'Pellham'),
      to: entity('Quarry Bridge', 'Sandhaven', 'Upper Thorne', 'Wexcombe'),
      day: date(
        ['on weekdays', 'Monday to Friday'],
        ['on Saturdays', 'on a Saturday'],
        ['on Sundays', 'on a Sunday'],
      ),
    },
  },
  {
    name: 'things-on-board',
    frames: [
      'Can I take a {thing} on the {line} {booking}?',
      'Am I allowed to bring a {thing} on board the {line} {booking}?',
      '{line} {thing} {booking} allowed?',
      '{booking}, may passengers travel with a {thing} on the {line}?',
      'Is it all right to get on the {line} with a {thing} {booking}?',
    ],
    slots: {
      thing: subject(
        ['bicycle', 'bike'],
        ['pram', 'baby carriage'],
        ['surfboard', 'surfing board'],
        ['large dog', 'big dog'],
      ),
      line: LINES,
      booking: negation(
        ['with a reservation', 'having reserved'],
        ['without a reservation', 'not having reserved'],
      ),
    },
  },
  {
    name: 'season-ticket',
    frames: [
      'How much is a {span} pass for {people} on the {line}?',
      'What do {people} pay for a {span} season ticket on the {line}?',
      '{line} {span} season ticket {people} price',
      'What does the {span} ticket on the {line} cost for {people}?',
      'Travelling on the {line}, how much do {people} spend on a {span} pass?',
    ],
    slots: {
      span: unit(['weekly', 'seven-day'], ['monthly', 'one-month'], ['yearly', 'twelve-month']),
      people: subject(
        ['pensioners', 'senior citizens', 'seniors'],
        ['adults', 'grown-ups'],
        ['students', 'those in full-time education'],
      ),
      line: LINES,
    },
  },
  {
    name: 'rest-time',
    frames: [
      'How much rest do {staff} need {when} {shift}?',
      'How many hours off must {staff} have {when} {shift}?',
      'minimum rest {staff} {when} {shift}',
      '{when} {shift}, how long do {staff} have to rest?',
      "What's the shortest rest period for {staff} {when} {shift}?",
    ],
    slots: {
      staff: subject(
        ['drivers', 'train drivers'],
        ['conductors', 'train guards'],
        ['signallers', 'signal operators'],
      ),
      when: comparative(['before', 'ahead of'], ['after', 'following']),
      shift: subject(
        ['a night shift', 'a night duty'],
        ['an early shift', 'an early duty'],
        ['a split shift', 'a split duty'],
      ),
    },
  },
  {
    name: 'speed-limit',
    frames: [
      'How fast may {trains} go {slope} on the {line}?',
      'What is the speed limit for {trains} {slope} on the {line}?',
      '{line} {trains} {slope} max speed',
      'What top speed is allowed for {trains} running {slope} on the {line}?',
      'On the {line}, what speed can {trains} do {slope}?',
    ],
    slots: {
      trains: subject(
        ['freight trains', 'goods trains'],
        ['passenger trains', 'trains with passengers'],
        ['steam trains', 'trains with a steam engine'],
      ),
      slope: comparative(['uphill', 'on the way up'], ['downhill', 'on the way down']),
      line: LINES,
    },
  },
  {
    name: 'train-amenities',
    frames: [
      'How many {amenities} are there in a {size} train on the {line}?',
      'How many {amenities} does a {size} train of the {line} have?',
      '{line} {size} train number of {amenities}',
      'What number of {amenities} do we offer in {size} trains running on the {line}?',
      'If a {size} train runs on the {line}, how many {amenities} can passengers count on?',
    ],
    slots: {
      amenities: subject(
        ['toilets', 'lavatories', 'loos'],
        ['power sockets', 'charging points'],
        ['wheelchair spaces', 'spaces for wheelchairs'],
        ['luggage racks', 'racks for luggage'],
      ),
      size: number(['two-car', '2-car'], ['four-car', '4-car'], ['six-car', '6-car']),
      line: LINES,
    },
  },
];

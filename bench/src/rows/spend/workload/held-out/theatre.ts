import { comparative, date, entity, number, type QuestionFamily, subject, unit } from '../question-family.ts';

const PLAYS = entity(
  'The Glass Orchard',
  'Winter Lantern',
  'A House of Salt',
  'The Seventh Ferry',
  'Marigold Street',
  'The Clockmaker',
  'Nine Umbrellas',
);

/** A theatre: its box office, its stage and whoever works behind it. */
export const THEATRE: readonly QuestionFamily[] = [
  {
    name: 'ticket-price',
    frames: [
      'How much is a {seat} ticket for {play} {day}?',
      'What do {seat} tickets for {play} cost {day}?',
      '{play} {seat} ticket price {day}',
      "What's the price of a place in the {seat} for {play} {day}?",
      'How much would I pay to see {play} from the {seat} {day}?',
      '{day}, what do we charge for {seat} tickets to {play}?',
    ],
    slots: {
      seat: subject(['stalls', 'parterre'], ['balcony', 'gallery'], ['royal box', 'box of honour']),
      play: PLAYS,
      day: date(
        ['on Friday night', 'on Friday evening'],
        ['on Saturday night', 'on Saturday evening'],
        ['on Sunday afternoon', 'at the Sunday matinee'],
      ),
    },
  },
  {
    name: 'running-time',
    frames: [
      'How many minutes does {play} last {part}?',
      "What's the running time of {play} {part}?",
      '{play} running time {part}',
      'How long does {play} go on {part}?',
      'Do you know how long {play} is {part}?',
    ],
    slots: {
      play: PLAYS,
      part: comparative(
        ['before the interval', 'up to the interval'],
        ['after the interval', 'from the interval on'],
      ),
    },
  },
  {
    name: 'understudy',
    frames: [
      'Who is the understudy for the {role} in {play} {when}?',
      'Who stands in for the {role} in {play} {when}?',
      '{play} {role} understudy {when}',
      'If the {role} in {play} is ill, who takes over {when}?',
      'Who covers the {role} in {play} {when}?',
    ],
    slots: {
      role: subject(
        ['lead', 'main character'],
        ['narrator', 'storyteller'],
        ['villain', 'antagonist'],
        ['butler', 'manservant'],
      ),
      play: PLAYS,
      when: date(['at matinees', 'in afternoon shows'], ['at evening performances', 'in evening shows']),
    },
  },
  {
    name: 'stage-load',
    frames: [
      'How much weight can the {equipment} at {stage} take, in {unit}?',
      'In {unit}, what is the load limit of the {equipment} at {stage}?',
      '{stage} {equipment} max load {unit}',
      'How many {unit} may we put on the {equipment} at {stage}?',
      "What's the most the {equipment} in {stage} will bear, in {unit}?",
    ],
    slots: {
      equipment: subject(
        ['fly bar', 'flying bar'],
        ['trapdoor', 'stage trap'],
        ['turntable', 'revolve'],
        ['orchestra lift', 'pit lift'],
      ),
      stage: entity('Linden Hall', 'the Cellar Stage', 'the Rooftop Stage', 'the Old Granary', 'Studio Nine'),
      unit: unit(['kilograms', 'kg'], ['pounds', 'lbs']),
    },
  },
  {
    name: 'shift-pay',
    frames: [
      'What are {crew} paid for shifts {bound} {hours}?',
      'How much do {crew} earn when they work a shift {bound} {hours}?',
      'pay {crew} shifts {bound} {hours}',
      'What rate applies to {crew} if a shift is {bound} {hours}?',
      'For a shift {bound} {hours}, how much do we give {crew}?',
    ],
    slots: {
      crew: subject(
        ['stagehands', 'stage crew'],
        ['ushers', 'front-of-house attendants'],
        ['dressers', 'wardrobe assistants'],
        ['sound engineers', 'sound technicians'],
      ),
      bound: comparative(['longer than', 'over'], ['shorter than', 'under']),
      hours: number(['6 hours', 'six hours'], ['8 hours', 'eight hours'], ['10 hours', 'ten hours']),
    },
  },
  {
    name: 'ticket-refund',
    frames: [
      'How much do {buyers} get back if they cancel {play} {bound} {notice} before the show?',
      'What refund is due to {buyers} who cancel {play} {bound} {notice} in advance?',
      '{play} refund {buyers} {bound} {notice} before',
      'How much money do we return to {buyers} when they hand back tickets for {play} {bound} {notice} ahead?',
      'If {buyers} drop out of {play} {bound} {notice} beforehand, what do we refund?',
    ],
    slots: {
      buyers: subject(
        ['subscribers', 'season ticket holders'],
        ['school groups', 'school classes'],
        ['voucher holders', 'people with a voucher'],
      ),
      play: PLAYS,
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      notice: number(['24 hours', 'a day', 'one day'], ['48 hours', 'two days'], ['7 days', 'a week']),
    },
  },
];

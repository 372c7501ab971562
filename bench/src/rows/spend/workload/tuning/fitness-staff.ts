import { comparative, date, entity, number, type QuestionFamily, subject } from '../question-family.ts';

const studios = entity('Forge Lane', 'Harbour Street', 'Canal Side', 'Castle Hill', 'Elm Square');

/** Trainers and front desk of a chain of fitness studios. */
export const FITNESS_STAFF: readonly QuestionFamily[] = [
  {
    name: 'fitness-teaching-licence',
    frames: [
      'Which qualification do I need to teach {class} to {level} at {studio}?',
      'What certificate must a trainer have to lead {class} for {level} in {studio}?',
      '{class} {level} trainer certificate {studio}',
      'At {studio}, which licence is required to run {class} for {level}?',
      "I've been asked to give {class} for {level} at {studio}. Which certificate do I need?",
    ],
    slots: {
      class: subject(
        ['aqua fitness', 'water aerobics'],
        ['back training', 'back exercises'],
        ['boxing', 'boxercise'],
        ['TRX', 'suspension training'],
      ),
      level: comparative(['beginners', 'novices'], ['advanced members', 'experienced members']),
      studio: studios,
    },
  },
  {
    name: 'fitness-machine-care',
    frames: [
      'How often does the {machine} have to be {cared} at {studio}?',
      'How frequently should we have the {machine} {cared} in {studio}?',
      '{studio} {machine} {cared} how often',
      'At what intervals must the {machine} be {cared} at {studio}?',
      'I want to know after how many weeks the {machine} at {studio} has to be {cared} again',
    ],
    slots: {
      machine: subject(
        ['treadmill', 'running machine'],
        ['rowing machine', 'rower'],
        ['cross trainer', 'elliptical'],
        ['leg press', 'leg press machine'],
        ['stair climber', 'stepper'],
      ),
      cared: subject(['serviced', 'maintained'], ['disinfected', 'sanitised'], ['calibrated', 'readjusted']),
      studio: studios,
    },
  },
  {
    name: 'fitness-commission',
    frames: [
      'What commission do I get for selling {bound} {count} in {quarter}?',
      'How much bonus is paid for {bound} {count} sold in {quarter}?',
      'commission {bound} {count} {quarter}',
      'If I sign up {bound} {count} in {quarter}, how high is my commission?',
      'I have sold {bound} {count} in {quarter}. What bonus will I receive?',
      'In {quarter}, what does the front desk earn on {bound} {count}?',
    ],
    slots: {
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      count: number(
        ['10 memberships', 'ten memberships'],
        ['20 memberships', 'twenty memberships'],
        ['50 memberships', 'fifty memberships'],
      ),
      quarter: date(
        ['Q1 2023', 'the first quarter of 2023'],
        ['Q2 2023', 'the second quarter of 2023'],
        ['Q3 2023', 'the third quarter of 2023'],
        ['Q1 2024', 'the first quarter of 2024'],
      ),
    },
  },
  {
    name: 'fitness-group-size',
    frames: [
      'What is the {extreme} number of participants in {class} at {studio}?',
      'What {extreme} group size do we have for {class} in {studio}?',
      '{studio} {class} {extreme} participants',
      'For {class} at {studio}, what is the {extreme} number of places?',
      'How many people are the {extreme} for {class} in the {studio} club?',
      'I need the {extreme} number of attendees for {class} at {studio}',
    ],
    slots: {
      extreme: comparative(['maximum', 'highest', 'largest'], ['minimum', 'lowest', 'smallest']),
      class: subject(
        ['circuit training', 'circuits'],
        ['body pump', 'barbell training'],
        ['stretching', 'the stretch class'],
        ['bootcamp', 'outdoor bootcamp'],
      ),
      studio: studios,
    },
  },
];

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

const studios = entity('Forge Lane', 'Harbour Street', 'Canal Side', 'Castle Hill', 'Elm Square');
const plans = entity('Motion Basic', 'Motion Plus', 'Motion Duo', 'Motion Max');
const classes = subject(
  ['spinning', 'indoor cycling'],
  ['yoga', 'the yoga class'],
  ['Pilates', 'the Pilates class'],
  ['HIIT', 'interval training'],
  ['Zumba', 'dance fitness'],
);

/** Members of a chain of fitness studios, and people who think about joining. */
export const FITNESS_MEMBERS: readonly QuestionFamily[] = [
  {
    name: 'fitness-class-time',
    frames: [
      'What time does {class} {turn} at {studio} on {day}?',
      'When does {class} {turn} in the {studio} club on {day}?',
      '{studio} {class} {turn} time {day}',
      'On {day}, when does {class} {turn} at {studio}?',
      "I'd like to go to {class} at {studio} on {day}. At what hour does it {turn}?",
      'Could you check when {class} is going to {turn} on {day} at {studio}?',
    ],
    slots: {
      class: classes,
      turn: comparative(['start', 'begin'], ['finish', 'end']),
      studio: studios,
      day: date(['Tuesday', 'Tuesdays'], ['Thursday', 'Thursdays'], ['Saturday', 'Saturdays']),
    },
  },
  {
    name: 'fitness-freeze',
    frames: [
      'How do I freeze my {plan} membership for {time} because of {reason}?',
      'How can I put my {plan} membership on hold for {time} due to {reason}?',
      'pause {plan} membership {time} {reason}',
      'I have to take a break of {time} because of {reason}. How do I suspend {plan}?',
      'What do I need to do to pause {plan} for {time} on account of {reason}?',
      'Because of {reason} I cannot train for {time}, how is {plan} put on hold?',
    ],
    slots: {
      plan: plans,
      time: number(
        ['one month', '1 month', 'a month'],
        ['three months', '3 months'],
        ['six months', '6 months', 'half a year'],
      ),
      reason: subject(
        ['an injury', 'getting injured'],
        ['pregnancy', 'being pregnant'],
        ['military service', 'being in the army'],
        ['a stay abroad', 'being abroad'],
      ),
    },
  },
  {
    name: 'fitness-price',
    frames: [
      'How much is {plan} per {unit} {term} at {studio}?',
      'What does {plan} cost per {unit} {term} in the {studio} club?',
      '{plan} {studio} price per {unit} {term}',
      'What would I pay per {unit} for {plan} {term} at {studio}?',
      'I want to join {studio} {term}. How high is the fee for {plan} per {unit}?',
      'Per {unit}, what do you charge at {studio} for {plan} {term}?',
    ],
    slots: {
      plan: plans,
      unit: unit('week', 'month', 'year'),
      term: negation(
        ['with a minimum term', 'with a fixed term'],
        ['without a minimum term', 'with no minimum term', 'without a fixed term'],
      ),
      studio: studios,
    },
  },
  {
    name: 'fitness-companion',
    frames: [
      'Can I bring {guest} to {studio} {when} {hour}?',
      'Am I allowed to take {guest} along to {studio} {when} {hour}?',
      'bring {guest} {studio} {when} {hour}',
      'Is it OK if {guest} comes with me to {studio} {when} {hour}?',
      "I'd like to train with {guest} at {studio} {when} {hour}. Is that possible?",
      '{when} {hour}, may {guest} come into {studio} with me?',
    ],
    slots: {
      guest: subject(
        ['a friend', 'a mate'],
        ['my child', 'my kid'],
        ['a personal trainer of my own', 'my own personal trainer'],
      ),
      studio: studios,
      when: comparative(['before', 'earlier than'], ['after', 'later than']),
      hour: number(['9 am', '9:00'], ['5 pm', '17:00'], ['7 pm', '19:00']),
    },
  },
  {
    name: 'fitness-holiday-hours',
    frames: [
      'What are the opening hours of the {area} at {studio} on {holiday}?',
      'When can I use the {area} at {studio} on {holiday}?',
      '{studio} {area} {holiday} hours',
      'At {studio}, how long is the {area} open on {holiday}?',
      'On {holiday}, from when until when is the {area} at {studio} open?',
      'Do you know what hours the {area} in {studio} keeps on {holiday}?',
    ],
    slots: {
      area: subject(
        ['sauna', 'Finnish sauna'],
        ["women's area", "ladies' area"],
        ['crèche', "children's corner"],
        ['weight room', 'free weights area'],
        ['solarium', 'tanning area'],
      ),
      studio: studios,
      holiday: date(
        ['Good Friday', 'the Friday before Easter'],
        ['Boxing Day', '26 December'],
        ["New Year's Eve", '31 December'],
        ['Whit Monday', 'the Monday after Whitsun'],
      ),
    },
  },
  {
    name: 'fitness-late-cancel',
    frames: [
      'How much do you charge if I cancel {class} {bound} {hours} before it starts?',
      'What does it cost to drop out of {class} {bound} {hours} in advance?',
      'cancel {class} {bound} {hours} before fee',
      'Is there a fee for giving up my spot in {class} {bound} {hours} ahead, and how much?',
      "I can't make it to {class}. What do I pay if I cancel {bound} {hours} beforehand?",
      'If my place in {class} is cancelled {bound} {hours} ahead of time, what is the charge?',
    ],
    slots: {
      class: classes,
      bound: comparative(['less than', 'under'], ['more than', 'over']),
      hours: number(
        ['two hours', '2 hours'],
        ['six hours', '6 hours'],
        ['twelve hours', '12 hours'],
        ['24 hours', 'a day', 'one day'],
      ),
    },
  },
  {
    name: 'fitness-where-is',
    frames: [
      'Where is the {thing} at {studio}?',
      'Where do I find the {thing} in the {studio} club?',
      '{studio} {thing} where',
      "I can't see the {thing} at {studio}, where is it?",
      'Can anyone tell me where the {thing} is located in {studio}?',
      'In which part of {studio} is the {thing}?',
    ],
    slots: {
      thing: subject(
        ['water fountain', 'drinking fountain'],
        ['lost property box', 'lost and found'],
        ['defibrillator', 'AED'],
        ['hairdryer', 'blow dryer'],
        ['bike rack', 'bicycle stand'],
        ['vending machine', 'snack machine'],
      ),
      studio: studios,
    },
  },
  {
    name: 'fitness-extra-price',
    frames: [
      'How much does {service} cost {who} at {studio}?',
      'What is the price of {service} {who} in {studio}?',
      '{studio} {service} cost {who}',
      '{who}, how much is {service} at the {studio} club?',
      'I would like to book {service} at {studio}. What is the charge {who}?',
    ],
    slots: {
      service: subject(
        ['a personal training session', 'a session with a personal trainer'],
        ['a body scan', 'a body composition analysis'],
        ['a sports massage', 'a massage'],
        ['a sunbed session', 'a go on the sunbed'],
      ),
      who: negation(['with a membership', 'as a member'], ['without a membership', 'as a non-member']),
      studio: studios,
    },
  },
];

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

const CLINICS = entity(
  'Applecross',
  'Birkdale',
  'Cranmore',
  'Dunfield',
  'Ellerby',
  'Farnley',
  'Glenmoor',
  'Haverley',
);
const DAYS = date(
  ['on weekdays', 'Monday to Friday'],
  ['on Saturdays', 'on a Saturday'],
  ['on Sundays', 'on a Sunday'],
  ['on public holidays', 'on bank holidays'],
);

/** A group of veterinary clinics: its vets, its nurses and whoever answers the phone. */
export const VETERINARY_CLINICS: readonly QuestionFamily[] = [
  {
    name: 'vaccination-age',
    frames: [
      'How old does a {animal} have to be for its {nth} {disease} vaccination?',
      'At what age does a {animal} get the {nth} {disease} jab?',
      'When is the {nth} {disease} shot due for a {animal}?',
      '{animal} {nth} {disease} vaccination age',
      'A client wants to know how old her {animal} should be when it comes in for the {nth} {disease} injection',
    ],
    slots: {
      animal: subject(['puppy', 'young dog'], ['kitten', 'young cat'], 'ferret'),
      nth: number(['first', '1st'], ['second', '2nd'], ['third', '3rd']),
      disease: subject('rabies', ['flu', 'influenza'], 'distemper'),
    },
  },
  {
    name: 'fasting',
    frames: [
      'How long {when} {procedure} should {animals} go without food?',
      'For how many hours {when} {procedure} must {animals} not eat?',
      "What's the fasting time for {animals} {when} {procedure}?",
      'fasting {animals} {when} {procedure}',
      'How many hours do we keep {animals} off their food {when} {procedure}?',
    ],
    slots: {
      when: comparative(['before', 'ahead of'], ['after', 'following']),
      procedure: subject(
        ['a dental cleaning', 'a scale and polish'],
        ['a castration', 'being neutered'],
        ['an ultrasound', 'a sonogram'],
        ['a blood test', 'having blood taken'],
      ),
      animals: subject('dogs', 'cats', ['guinea pigs', 'cavies'], 'horses'),
    },
  },
  {
    name: 'consultation-fee',
    frames: [
      'How much does {visit} cost at {clinic} {day}?',
      'What do we charge for {visit} {day} at {clinic}?',
      '{clinic} {visit} {day} fee',
      "What's the price of {visit} in {clinic} {day}?",
      'A pet owner is asking what {visit} at {clinic} would cost her {day}',
      '{day}, how much is {visit} at the {clinic} practice?',
    ],
    slots: {
      visit: subject(
        ['a check-up', 'a routine examination'],
        ['a home visit', 'a house call'],
        ['an emergency appointment', 'an emergency consultation'],
        ['a nail trim', 'a claw trim'],
      ),
      clinic: CLINICS,
      day: DAYS,
    },
  },
  {
    name: 'drug-dose',
    frames: [
      'What dose of {drug} do {animals} get per {unit}?',
      'How much {drug} per {unit} can I give {animals}?',
      '{drug} dosage {animals} per {unit}',
      'How many milligrams of {drug} should {animals} be given per {unit}?',
      'Per {unit}, how much {drug} is right for {animals}?',
    ],
    slots: {
      drug: entity('Pardovet', 'Felicoxin', 'Dolamyl', 'Cardivane', 'Trilozole', 'Vermistat', 'Otiderm'),
      animals: subject('dogs', 'cats', ['horses', 'equines'], ['rabbits', 'bunnies']),
      unit: unit(['kilogram', 'kilo', 'kg'], ['day', '24 hours'], 'injection'),
    },
  },
  {
    name: 'vet-present',
    frames: [
      'May {staff} {act} {presence}?',
      'Are {staff} allowed to {act} {presence}?',
      'Is it OK for {staff} to {act} {presence}?',
      '{presence}, can {staff} {act}?',
      'Rules on whether {staff} can {act} {presence}',
    ],
    slots: {
      staff: subject(
        ['veterinary nurses', 'vet nurses'],
        ['placement students', 'students on placement'],
        ['receptionists', 'front desk staff'],
      ),
      act: subject(
        ['give injections', 'inject patients'],
        ['take X-rays', 'do radiographs'],
        ['place a catheter', 'put in a catheter'],
        ['remove stitches', 'take out stitches'],
      ),
      presence: negation(
        ['with a vet present', 'when a vet is in the room'],
        ['without a vet present', 'when no vet is in the room'],
      ),
    },
  },
  {
    name: 'clinic-hours',
    frames: [
      'What time does the {clinic} clinic {open} {day}?',
      'When do we {open} at {clinic} {day}?',
      'At what hour does {clinic} {open} {day}?',
      '{clinic} {day}: what time does it {open}',
      'Could you check what time {clinic} is going to {open} {day}?',
    ],
    slots: { clinic: CLINICS, open: comparative('open', ['close', 'shut']), day: DAYS },
  },
];

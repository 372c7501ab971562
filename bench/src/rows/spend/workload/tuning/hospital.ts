import { comparative, date, entity, negation, type QuestionFamily, subject } from '../question-family.ts';

/** What staff and visitors of a hospital ask. */
export const HOSPITAL: readonly QuestionFamily[] = [
  {
    name: 'visiting-hours',
    frames: [
      'What are the visiting hours in {ward} on {day}?',
      'When can I visit a patient in {ward} on {day}?',
      'At what times are visitors let into {ward} on {day}?',
      'When are visitors allowed in {ward} on {day}?',
      'On {day}, when are visiting hours in {ward}?',
      'Visiting hours {ward} {day}',
    ],
    slots: {
      ward: subject(
        ['the maternity ward', 'maternity'],
        ['the intensive care unit', 'the ICU', 'intensive care'],
        ["the children's ward", 'pediatrics'],
        ['the cardiology ward', 'cardiology'],
        ['the oncology ward', 'oncology'],
        'the stroke unit',
        ['the dialysis unit', 'dialysis'],
      ),
      day: date(
        ['Tuesdays', 'Tuesday'],
        ['Thursdays', 'Thursday'],
        ['Saturdays', 'Saturday'],
        ['Sundays', 'Sunday'],
        ['public holidays', 'bank holidays'],
      ),
    },
  },
  {
    name: 'daily-dose',
    frames: [
      'What is the {extreme} daily dose of {drug} for {patients}?',
      'What is the {extreme} dose of {drug} per day for {patients}?',
      'What {extreme} daily dose of {drug} is recommended for {patients}?',
      'For {patients}, what is the {extreme} amount of {drug} per day?',
      'How high is the {extreme} daily dose of {drug} in {patients}?',
      '{drug} {extreme} daily dose {patients}',
    ],
    slots: {
      extreme: comparative(['maximum', 'highest'], ['minimum', 'lowest']),
      drug: entity(
        'ibuprofen',
        ['paracetamol', 'acetaminophen'],
        'amoxicillin',
        'metformin',
        'warfarin',
        'enoxaparin',
        'diazepam',
        'morphine',
        'furosemide',
        'codeine',
        'tramadol',
        'prednisolone',
        'digoxin',
      ),
      patients: subject(
        ['adults', 'adult patients'],
        ['children', 'pediatric patients'],
        ['pregnant women', 'pregnant patients'],
      ),
    },
  },
  {
    name: 'around-a-procedure',
    frames: [
      'Can patients {intake} {time} {procedure}?',
      'Are patients allowed to {intake} {time} {procedure}?',
      'May a patient {intake} {time} {procedure}?',
      'Is it OK for a patient to {intake} {time} {procedure}?',
      '{time} {procedure}, is the patient allowed to {intake}?',
    ],
    slots: {
      intake: subject(['eat', 'eat anything'], ['drink water', 'drink some water'], 'smoke'),
      time: comparative('before', 'after'),
      procedure: subject(
        ['a colonoscopy', 'a bowel endoscopy'],
        ['general anesthesia', 'a general anesthetic'],
        ['a blood test', 'a blood draw'],
        ['an MRI scan', 'an MRI'],
        ['cataract surgery', 'a cataract operation'],
        'a kidney biopsy',
      ),
    },
  },
  {
    name: 'on-call',
    frames: [
      'Who is on call in {department} on {date}?',
      'Which doctor is on call for {department} on {date}?',
      'Who has on-call duty in {department} on {date}?',
      'On {date}, who is on call in {department}?',
      'Which physician is on duty in {department} on {date}?',
    ],
    slots: {
      department: subject(
        'radiology',
        'neurology',
        ['orthopedics', 'the orthopedic department'],
        'urology',
        'anesthesiology',
        ['the emergency room', 'the ER', 'the emergency department'],
      ),
      date: date(
        ['3 March', 'March 3', '3rd of March'],
        ['4 March', 'March 4', '4th of March'],
        ['13 March', 'March 13', '13th of March'],
        ['30 March', 'March 30', '30th of March'],
        ['3 May', 'May 3', '3rd of May'],
        ['13 May', 'May 13', '13th of May'],
        ['4 May', 'May 4', '4th of May'],
        ['30 May', 'May 30', '30th of May'],
        ['13 June', 'June 13', '13th of June'],
      ),
    },
  },
  {
    name: 'patient-consent',
    frames: [
      'May we send {data} to {recipient} {consent} the consent of the patient?',
      "Can {data} be sent to {recipient} {consent} the patient's consent?",
      'Are we allowed to pass {data} on to {recipient} {consent} consent of the patient?',
      "{consent} the patient's consent, may we send {data} to {recipient}?",
      'Is it permitted to share {data} with {recipient} {consent} patient consent?',
    ],
    slots: {
      data: subject(
        ['lab results', 'laboratory results'],
        ['X-ray images', 'X-rays'],
        ['discharge letters', 'discharge summaries'],
      ),
      recipient: subject(
        ['the family doctor', 'the GP'],
        ['the health insurer', 'the insurance company'],
        ['relatives', 'family members'],
        'the employer',
        ['another hospital', 'a different hospital'],
      ),
      consent: negation('with', 'without'),
    },
  },
];

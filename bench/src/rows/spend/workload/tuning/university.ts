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

/** What students ask. */
export const UNIVERSITY: readonly QuestionFamily[] = [
  {
    name: 'exam-registration',
    frames: [
      'When does registration for the {course} exam {edge} in the {term}?',
      'On what date does exam registration for {course} {edge} in the {term}?',
      'When will the registration for the exam in {course} {edge} in the {term}?',
      'In the {term}, when does registration for the {course} exam {edge}?',
      'On which day does the {course} exam registration {edge} in the {term}?',
    ],
    slots: {
      course: entity(
        'Linear Algebra',
        'Organic Chemistry',
        'Microeconomics',
        'Macroeconomics',
        'Roman Law',
        'Machine Learning',
        'Labor Law',
        'Discrete Mathematics',
        'Number Theory',
        'Art History',
        'Statistics I',
        'Statistics II',
      ),
      edge: comparative(['open', 'start', 'begin'], ['close', 'end']),
      term: date(
        ['winter term 2026', 'winter semester 2026'],
        ['summer term 2026', 'summer semester 2026'],
        ['winter term 2027', 'winter semester 2027'],
        ['summer term 2027', 'summer semester 2027'],
      ),
    },
  },
  {
    name: 'tuition',
    frames: [
      'How much tuition do {students} pay for the {programme}, in {currency}?',
      'What is the tuition fee of the {programme} for {students} in {currency}?',
      'What does the {programme} cost {students} in {currency}?',
      'What are the fees in {currency} for {students} in the {programme}?',
      '{programme} tuition for {students} in {currency}',
    ],
    slots: {
      students: subject(
        ['international students', 'students from abroad', 'foreign students'],
        'exchange students',
        'part-time students',
        'full-time students',
      ),
      programme: entity(
        ['Master in Finance', "Master's in Finance"],
        ['Master in Architecture', "Master's in Architecture"],
        ['Bachelor in Physics', "Bachelor's in Physics"],
        ['Bachelor in Biology', "Bachelor's in Biology"],
        ['Master in History', "Master's in History"],
        ['Bachelor in Nursing', "Bachelor's in Nursing"],
        'MBA',
      ),
      currency: unit(['euros', 'EUR'], ['US dollars', 'dollars', 'USD'], ['Swiss francs', 'francs', 'CHF']),
    },
  },
  {
    name: 'library-loan',
    frames: [
      'How long can {who} borrow {item} from the {library}?',
      'For how long may {who} keep {item} from the {library}?',
      'What is the loan period of {item} for {who} at the {library}?',
      'For how many days can {who} take out {item} from the {library}?',
      '{library} loan period {item} {who}',
    ],
    slots: {
      who: subject('undergraduates', ['lecturers', 'teaching staff'], ['alumni', 'former students']),
      item: subject('textbooks', ['journals', 'periodicals'], ['films', 'movies'], ['maps', 'atlases']),
      library: entity(
        'Main Library',
        'Law Library',
        'Medical Library',
        'Weston Library',
        'Map Room',
        'Music Library',
      ),
    },
  },
  {
    name: 'exam-retake',
    frames: [
      'Can I retake the {exam} exam if I {passed} it on the {attempt} attempt?',
      'Am I allowed to sit the {exam} exam again if I {passed} it on the {attempt} attempt?',
      'I {passed} the {exam} exam on the {attempt} attempt. Can I take it again?',
      'May I repeat the {exam} exam when I {passed} it on my {attempt} attempt?',
      'Is it possible to take the {exam} exam again if I {passed} it on the {attempt} attempt?',
    ],
    slots: {
      exam: entity(
        'Anatomy',
        'Thermodynamics',
        'Econometrics',
        'Constitutional Law',
        'Phonetics',
        'Cell Biology',
        'Pharmacology',
        'Criminal Law',
        'Logic',
        'Game Theory',
      ),
      passed: negation(['passed', 'have passed'], ['did not pass', "didn't pass", 'failed']),
      attempt: number(['first', '1st'], ['second', '2nd'], ['third', '3rd']),
    },
  },
];

import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
} from '../question-family.ts';

const TITLES = entity(
  'the Larkspur',
  'the Sunday Larkspur',
  'the Northern Dial',
  'the Weekly Dial',
  'the Coast Herald',
  'the Island Messenger',
);

/** A newspaper house: its newsroom, its advertising desk and its subscriptions. */
export const NEWSPAPER: readonly QuestionFamily[] = [
  {
    name: 'copy-deadline',
    frames: [
      'When is the copy deadline for the {pages} of {title} {day}?',
      'By what time must the {pages} for {title} be filed {day}?',
      '{title} {pages} copy deadline {day}',
      'How late can I send in text for the {pages} of {title} {day}?',
      '{day}, when do the {pages} of {title} have to be in?',
    ],
    slots: {
      pages: subject(
        ['sports pages', 'sports reports'],
        ['opinion pages', 'comment pages'],
        ['classified ads', 'small ads'],
        ['TV listings', 'television listings'],
      ),
      title: TITLES,
      day: date(
        ['on Tuesdays', 'on a Tuesday'],
        ['on Thursdays', 'on a Thursday'],
        ['on election day', 'on the day of the election'],
      ),
    },
  },
  {
    name: 'advert-rate',
    frames: [
      'How much is a {size} advert {print} in {title}?',
      'What do advertisers pay for a {size} ad {print} in {title}?',
      '{title} {size} ad {print} rate',
      'What does {title} charge for a {size} advertisement {print}?',
      'A customer wants a {size} ad {print} in {title}, what is the price?',
    ],
    slots: {
      size: number(['quarter-page', '1/4 page'], ['half-page', '1/2 page'], ['full-page', 'whole-page']),
      print: subject(['in colour', 'in full colour'], ['in black and white', 'in greyscale']),
      title: TITLES,
    },
  },
  {
    name: 'readership-change',
    frames: [
      'How many {readers} did {title} {gain} in {quarter}?',
      'What number of {readers} did {title} {gain} over {quarter}?',
      'In {quarter}, how many {readers} did we {gain} at {title}?',
      '{title}: how many {readers} did it {gain} in {quarter}?',
    ],
    slots: {
      readers: subject(
        ['print subscribers', 'subscribers in print'],
        ['online subscribers', 'digital subscribers'],
        ['newsletter readers', 'readers of the newsletter'],
      ),
      title: TITLES,
      gain: comparative(['gain', 'win'], ['lose', 'say goodbye to']),
      quarter: date(
        ['Q1 2016', 'the first quarter of 2016'],
        ['Q2 2016', 'the second quarter of 2016'],
        ['Q3 2016', 'the third quarter of 2016'],
      ),
    },
  },
  {
    name: 'picture-rights',
    frames: [
      'May we {use} pictures from {agency} {credit}?',
      'Are we allowed to {use} {agency} photos {credit}?',
      '{agency} pictures {use} {credit} allowed?',
      'Does our contract let us {use} images by {agency} {credit}?',
      '{credit}, can I {use} a photo from {agency}?',
    ],
    slots: {
      use: subject(
        ['crop', 'trim'],
        ['resell', 'sell on'],
        ['archive', 'keep in the archive'],
        ['recolour', 'change the colours of'],
      ),
      agency: entity('Lumapix', 'Framehouse', 'Pressview', 'Iristock', 'Nordfoto'),
      credit: negation(
        ['with a credit', 'if the photographer is named'],
        ['without a credit', 'if the photographer is not named'],
      ),
    },
  },
  {
    name: 'freelance-fee',
    frames: [
      'What do {people} get for a story in {title}?',
      'How much does {title} pay {people} per article?',
      '{title} {people} fee per article',
      'What fee per piece do we offer {people} who work for {title}?',
      "I've been asked what {people} can bill {title} for one article",
    ],
    slots: {
      people: subject(
        ['freelance reporters', 'freelance journalists'],
        ['illustrators', 'graphic artists'],
        ['proofreaders', 'copy checkers'],
        ['photographers', 'press photographers'],
      ),
      title: TITLES,
    },
  },
  {
    name: 'editorial-sign-off',
    frames: [
      'Who signs off {item} at {title}?',
      'Who has to look at {item} before {title} publishes them?',
      '{title} {item} sign-off',
      'Which editor clears {item} for {title}?',
      'At {title}, whose job is it to approve {item}?',
    ],
    slots: {
      item: subject(
        ['corrections', 'errata'],
        ['headlines', 'headings'],
        ["readers' letters", 'letters to the editor'],
        ['obituaries', 'obits'],
      ),
      title: TITLES,
    },
  },
];

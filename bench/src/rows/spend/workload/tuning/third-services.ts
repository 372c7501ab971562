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

/** An airline, hotels, a film crew, schools, a port, restaurants, estate agents, a laboratory. */
export const THIRD_SERVICES: readonly QuestionFamily[] = [
  {
    name: 'baggage',
    frames: [
      'How heavy may a {bag} be in {cabin} on flights to {destination}?',
      'What is the maximum weight of a {bag} in {cabin} to {destination}?',
      'weight limit {bag} {cabin} {destination}',
      'On flights to {destination}, how much may a {bag} weigh in {cabin}?',
      'What may a {bag} weigh at most if I fly {cabin} to {destination}?',
    ],
    slots: {
      bag: subject(['carry-on', 'cabin bag'], ['checked bag', 'hold bag'], ['stroller', 'pushchair']),
      cabin: subject(['economy', 'economy class'], ['business class', 'business']),
      destination: entity('Reykjavik', 'Havana', 'Tbilisi', 'Perth', 'Dakar', 'Quito'),
    },
  },
  {
    name: 'flight-delay',
    frames: [
      'What compensation do passengers get for a delay of {duration} from {airport}?',
      'How much compensation is due when a flight from {airport} is {duration} late?',
      'delay of {duration} from {airport} compensation',
      'If my flight out of {airport} is delayed by {duration}, how much compensation do I get?',
      'Passengers from {airport} who are {duration} late: what compensation are they paid?',
    ],
    slots: {
      duration: number(
        ['90 minutes', '1h30', 'an hour and a half'],
        ['3 hours', 'three hours', '180 minutes'],
        ['5 hours', 'five hours', '5h'],
      ),
      airport: entity('Heathrow', 'Schiphol', 'Orly', 'Malpensa', 'Barajas', 'Gatwick'),
    },
  },
  {
    name: 'check-out',
    frames: [
      'What is the latest check-out time for {guests} at {hotel} on {day}?',
      'Until when can {guests} check out at {hotel} on {day}?',
      '{hotel} latest check-out {guests} {day}',
      'On {day}, when do {guests} have to leave their room at {hotel}?',
      'By when must rooms be vacated by {guests} at {hotel} on {day}?',
    ],
    slots: {
      guests: subject(
        ['club members', 'members of the club'],
        ['tour groups', 'groups on tour'],
        'wedding guests',
      ),
      hotel: entity('the Bristol', 'the Savoy', 'the Imperial', 'the Metropole'),
      day: date(
        ['Sundays', 'Sunday'],
        ['Mondays', 'Monday'],
        ['24 December', 'December 24', 'Christmas Eve'],
        ['31 December', 'December 31', "New Year's Eve"],
      ),
    },
  },
  {
    name: 'crew-pay',
    frames: [
      'How much are {crew} on {film} paid per {unit}?',
      'What do {crew} on {film} earn per {unit}?',
      '{film} {crew} pay per {unit}',
      'What is the pay of {crew} per {unit} on {film}?',
      'Per {unit}, how much do we pay {crew} on {film}?',
    ],
    slots: {
      crew: subject(
        ['electricians', 'lighting technicians'],
        ['stunt performers', 'stunt doubles'],
        ['extras', 'background actors'],
        'composers',
      ),
      film: entity('Silver Tide', 'Night Harvest', 'Red Lantern', 'Paper Moons'),
      unit: unit('day', 'week', 'hour'),
    },
  },
  {
    name: 'absence',
    frames: [
      'Who is informed when a pupil of {school} is absent for {bound} {days}?',
      'Who must be informed when a pupil of {school} misses {bound} {days}?',
      'At {school}, whom do I inform of an absence of {bound} {days}?',
      'absence of {bound} {days} at {school}: who is informed',
      'When a pupil is absent for {bound} {days}, who has to be informed at {school}?',
    ],
    slots: {
      school: entity('Northgate', 'Hazelwood', 'Saint Brendan', 'Riverbank'),
      bound: comparative(['more than', 'over'], ['less than', 'fewer than']),
      days: number(['3 days', 'three days'], ['5 days', 'five days'], ['14 days', 'two weeks', '2 weeks']),
    },
  },
  {
    name: 'mooring',
    frames: [
      'How many {crew} are needed to {act} a vessel of {length} in {port}?',
      'What number of {crew} does it take to {act} a vessel of {length} in {port}?',
      '{act} vessel of {length} in {port} number of {crew}',
      'To {act} a ship of {length}, how many {crew} do we need in {port}?',
      'In {port}, how many {crew} does it take to {act} a ship of {length}?',
    ],
    slots: {
      crew: subject(['linesmen', 'line handlers'], ['tugs', 'tugboats'], 'pilots'),
      act: comparative(['moor', 'berth'], ['unmoor', 'cast off']),
      length: number(['150 m', '150 metres'], ['200 m', '200 metres', '0.2 km'], ['300 m', '300 metres']),
      port: entity('Rotterdam', 'Antwerp', 'Valencia', 'Gdansk'),
    },
  },
  {
    name: 'allergens',
    frames: [
      'Which {dish} {have} {allergen} at {place}?',
      'At {place}, what {dish} {have} {allergen}?',
      '{dish} that {have} {allergen} {place}',
      'Please list the {dish} of {place} which {have} {allergen}',
      'What are the {dish} on the menu of {place} that {have} {allergen}?',
    ],
    slots: {
      dish: subject(['desserts', 'puddings'], ['starters', 'appetizers'], ['soups', 'broths']),
      have: negation(['contain', 'have'], ['do not contain', "don't contain", 'have no']),
      allergen: subject('gluten', ['peanuts', 'groundnuts'], 'sesame', ['shellfish', 'crustaceans']),
      place: entity('Casa Verde', 'Blue Anchor', 'Golden Olive', 'Petit Jardin'),
    },
  },
  {
    name: 'rent',
    frames: [
      'What is the {extreme} rent for {home} in {district}?',
      'How much is the {extreme} rent of {home} in {district}?',
      '{district} {home} {extreme} rent',
      'In {district}, what is the {extreme} rent we ask for {home}?',
      'I am looking for the {extreme} rent for {home} in {district}',
    ],
    slots: {
      extreme: comparative(['lowest', 'smallest'], ['highest', 'largest'], ['average', 'mean']),
      home: subject(['flats', 'apartments'], ['studios', 'bedsits'], 'penthouses', [
        'bungalows',
        'one-storey houses',
      ]),
      district: entity('Camden', 'Hackney', 'Brixton', 'Chelsea', 'Islington'),
    },
  },
  {
    name: 'samples',
    frames: [
      'At what temperature in {unit} are {sample} kept {when} analysis?',
      'What temperature in {unit} is required for {sample} {when} analysis?',
      '{sample} temperature {when} analysis in {unit}',
      'In {unit}, at which temperature do we keep {sample} {when} they are analysed?',
      'Which temperature must {sample} have {when} analysis, in {unit}?',
    ],
    slots: {
      unit: unit(['Celsius', '°C'], ['Fahrenheit', '°F'], 'kelvin'),
      sample: subject(
        ['blood samples', 'blood specimens'],
        ['soil samples', 'samples of soil'],
        ['water samples', 'samples of water'],
        'tissue sections',
      ),
      when: comparative('before', 'after', 'during'),
    },
  },
];

/** Food, health, family, school, sports and culture. */
export const LIFE = `
meal, food
lunch, luncheon, midday meal
dinner, supper, evening meal
appetizer, appetiser, first course
dessert, pudding
soup, broth
drink, beverage
soft drink, soda, fizzy drink
alcohol, alcoholic drink
peanut, groundnut
shellfish, crustacean
dairy product, milk product
raw meat, uncooked meat
ice cream, ices
aubergine, eggplant
courgette, zucchini
chips, french fries, fries
biscuit, cookie
sweets, candy
takeaway, takeout
buffet, buffet counter
cutlery, silverware
nappy, diaper
dummy, pacifier
illness, sickness, disease
sick, ill, unwell
injury, wound
burn, scald
fall, tumble
accident, mishap
emergency room, emergency department, casualty department, accident and emergency
hospital, clinic
general practitioner, gp, family doctor, primary care doctor
pharmacy, chemist, drugstore
medicine, drug, medication
painkiller, pain reliever
vaccine, vaccination
blood sample, blood specimen
blood test, blood check
checkup, check up, medical examination, health check, medical checkup
waiting list, wait list
treatment, therapy
physiotherapy, physical therapy
rehabilitation, rehab
nursing home, care home
home care, care at home
birth, childbirth
birthday, date of birth
funeral, burial
marriage, wedding
divorce, dissolution of marriage
nursery, kindergarten, daycare, day nursery, child care centre, creche
childcare, child care, day care
babysitter, child minder, nanny
primary school, elementary school, grade school
secondary school, high school
university, college
school holidays, school vacation, school break
exam, examination
resit, retake, repeat exam
report card, school report
degree, academic degree
thesis, dissertation
tuition, tuition fee
dormitory, student residence, hall of residence, student housing
literature, books
library card, borrower card
borrow, check out a book
renew, renewal
newspaper, daily paper
magazine, periodical
paperback, softcover
hardback, hardcover
audiobook, audio book
ebook, e book, electronic book
exhibition, exhibit
sculpture, statue
theatre, theater, playhouse
cinema, movie theater, movie theatre, film theatre
rehearse, practise, practice
choir, chorus
audience, spectators
box office, ticket office, ticket counter
ticket, admission ticket, entrance ticket, entry ticket
admission, entry fee, entrance fee, admission fee, admission charge
interval, intermission
football, soccer
match, game
tournament, competition
club, association
member, club member
dog, puppy
cat, kitten
soft toy, teddy bear, cuddly toy, stuffed animal
coat, overcoat
jumper, sweater, pullover
trousers, pants
trainers, sneakers
jewellery, jewelry
glasses, spectacles
hobby, pastime
leisure activity, leisure time activity, free time activity
`;

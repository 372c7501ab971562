/** What the third to the fifth set of questions need besides; shaped as in `topics.ts` and `small-words.ts`. */
export const MORE_FRAME_WORDS = `
become
no_longer
brought
applied applying
working
given
been
until
us
those
rooms room
having
most
list
latest
please
often
ask asks
run running
told inform informed
absent misses absence
there_were
called_back recalled
lead
half
`;

export const MORE_TOPICS = `
limitation time-barred
claims claim
defamation_claims libel_claims
contract_claims claims_from_a_contract
malpractice_claims
injury_claims claims_for_injuries

hourly per_hour
billed
partners
associates associate_lawyers
paralegals legal_assistants

harvest harvested yield
wheat
barley
rapeseed canola
maize corn

spray spraying sprayed
herbicides weed_killers
fungicides
insecticides insect_sprays

lent borrowed on_loan
paintings canvases
sculptures statues
prints engravings
tapestries

forbidden
photography taking_photos
sketching drawing
eating having_food

flights flight fly
weigh heavy
carry-on cabin_bag
checked_bag hold_bag
stroller pushchair
economy economy_class
business_class business

compensation owed
passengers
delay delayed late

check-out check_out vacated
club_members members_of_the_club
tour_groups groups_on_tour
wedding_guests
menu

electricians lighting_technicians
stunt_performers stunt_doubles
extras background_actors
composers

pupil
linesmen line_handlers
tugs tugboats
pilots
vessel ship

desserts puddings
starters appetizers
soups broths
contain
gluten
peanuts groundnuts
sesame
shellfish crustaceans

rent
flats apartments
studios bedsits
penthouses
bungalows one-storey_houses

analysis analysed
blood_samples blood_specimens
soil_samples samples_of_soil
water_samples samples_of_water
tissue_sections

outages outage
cause caused
lightning lightning_strikes
falling_trees fallen_trees
birds
flooding floods

tariff
households private_homes
bakeries bakers
greenhouses glasshouses
foundries

proof
hail_damage damage_by_hail
water_damage damage_by_water
fire_damage damage_by_fire
insured
uninsured
jewels jewellery_items
bicycles bikes
musical_instruments instruments
antiques

juniors junior_members
seniors senior_members
students student_members
badminton
rowing sculling
fencing
table_tennis ping-pong
gym gymnasium
sauna steam_room
climbing_wall bouldering_wall

welders welding_operators
forklift_operators forklift_truck_operators
foremen
apprentices trainees
fitters mechanics
cleaners cleaning_staff
inspectors
worn
grinding
soldering soldering_work
painting paint_jobs

rehearse rehearsing rehearsal rehearsed
brass brass_section
strings string_section
choir chorus
percussion

feed fed
hay
fish seafood
fruit fruits
elephants
seals sea_lions
gorillas apes
flamingos

winds
gondola cable_car
chairlift chair_lift
funicular mountain_railway
drag_lift

hire hired
van delivery_van
motorhome camper
convertible cabriolet
motorcycle

royalty
copies
hardcovers hardbacks
paperbacks softcovers
audiobooks audio_books
e-books
batches

ferment fermentation fermented
tanks
lager lager_beer
stout stout_beer
cider apple_cider
porter

fare
ferry
bicycle bike
caravan trailer
truck lorry
coach
`;

export const MORE_COMPARATIVES = `
of_more_than
of_less_than fewer_than

average

moor berth
unmoor cast_off
`;

export const MORE_DATES = `
january_2019 jan_2019 01_2019
june_2019 jun_2019 06_2019
october_2019 oct_2019 10_2019
january_2020 jan_2020 01_2020
q1_2019 q1_19 first_quarter_of_2019
q2_2019 q2_19 second_quarter_of_2019
q1_2020 q1_20 first_quarter_of_2020
december_24
december_31
january_1 1_january new_year's_day
1_may-month may-month_1
`;

export const MORE_NUMBERS = `
5_degrees 5°c
15_degrees 15°c fifteen_degrees
25_degrees 25°c
90_minutes 1h30 an_hour_and_a_half
3_hours three_hours 180_minutes
5_hours five_hours 5h
200_m 200_metres 0.2_km
500_litres 500_l 0.5_m³
1,000_litres 1000_l 1_m³
5,000_litres 5000_l
6_months six_months half_a_year
12_months twelve_months one_year
2,000 2k
10,000 10k
5,000 5000 5k
20,000 20000 20k
50,000 50000
70 seventy
`;

export const MORE_UNITS = `
bushels
kelvin
session
feeding
months
minutes
litres l
km
km_/h kph
`;

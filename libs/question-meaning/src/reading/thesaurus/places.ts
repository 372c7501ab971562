/** Buildings, rooms, homes, grounds and what breaks in them. */
export const PLACES = `
building, premises
floor, storey
elevator, lift
stairs, staircase, stairway
corridor, hallway
reception, lobby, front desk, reception desk
entrance, entry
emergency exit, fire exit
conservatory, winter garden, sunroom, sun room
canteen, cafeteria, staff restaurant
kitchen, kitchenette
restroom, toilet, bathroom, washroom, lavatory, wc
shower, shower room
changing room, locker room, dressing room
basement, cellar
roof, rooftop
roof terrace, rooftop terrace
car park, parking lot, parking garage, parking area
parking, parking space, parking spot, car parking, parking bay
parking permit, parking pass
charging station, charging point
bicycle rack, bike rack, bike stand, cycle stand
gym, fitness room, fitness center, fitness centre, fitness studio
swimming pool, pool
sauna, steam bath
playground, play area
sports hall, sports centre, sports center
lost property, lost and found, lost property office
garden, yard
apartment, flat
studio flat, bedsit, studio
bungalow, one storey house
lodge, log cabin, cabin
mobile home, static caravan
holiday home, vacation home, holiday cottage, vacation rental
property, real estate
landlord, lessor
tenant, lessee, renter
estate agent, realtor, real estate agent, letting agent
tenancy agreement, rental agreement, lease agreement, rental contract, tenancy contract
utility bill, utilities
service charge, maintenance charge
heating, central heating
air conditioning, air con, aircon, ac unit
tap, faucet
leak, water leak
blocked drain, clogged drain
power cut, blackout, power outage, power failure, electricity outage
light bulb, lamp
socket, power outlet, plug socket, wall socket
window, window pane
curtain, drape
blind, window shade
furniture, furnishings
sofa, couch
wardrobe, closet
cupboard, cabinet
bed linen, bedding, sheet, bed sheet
towel, bath towel
cot, baby bed, crib
pushchair, stroller, buggy, pram
vacuum cleaner, hoover
fridge, refrigerator
freezer, deep freeze, deep freezer
oven, stove, cooker
microwave, microwave oven
garbage, trash, rubbish, waste
bin, garbage can, trash can, dustbin, waste bin, rubbish bin
skip container, dumpster
garbage collection, waste collection, refuse collection, trash pickup, rubbish collection, bin collection
lock, door lock, door latch
fire extinguisher, extinguisher
smoke detector, smoke alarm
quiet time, quiet hours
renovation, refurbishment
building permit, planning permission, building permission, construction permit
construction site, building site
scaffold, scaffolding
neighbourhood, neighborhood
area, region
street, road
pavement, sidewalk
crosswalk, pedestrian crossing, zebra crossing
roundabout, traffic circle
motorway, highway, freeway
traffic light, traffic signal
traffic jam, congestion
petrol station, gas station, filling station
town, city
city center, city centre, downtown, town centre
town hall, city hall
country, nation
campsite, camping site, campground
pitch, camping pitch
address, postal address
postcode, zip code, postal code, zip
location, locate
`;

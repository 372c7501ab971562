/** Journeys, vehicles, hotels and tickets. */
export const TRAVEL = `
journey, trip
excursion, outing, day trip
itinerary, travel plan, travel route
hotel, accommodation, lodging
hostel, youth hostel
reservation, booking, book, reserve
flight, airfare
airport, airfield
boarding pass, boarding card
baggage, luggage
carry on, hand luggage, cabin bag, carry on bag, hand baggage, cabin baggage, carry on luggage, carry on baggage
checked bag, hold bag, checked baggage, checked luggage, hold luggage, hold baggage
layover, stopover
connecting flight, connection flight
timetable, train schedule
train ticket, rail ticket, railway ticket
bus pass, bus season ticket
season ticket, monthly pass
return ticket, round trip ticket
one way ticket, single ticket
train station, railway station, rail station
bus stop, bus station
underground, subway, metro
tram, streetcar, trolley car
train, railway
taxi, cab
bicycle, bike, cycle
mountain bike, mtb
motorcycle, motorbike
moped, motor scooter
car, vehicle, automobile
rental car, hire car, hired car, rented car
car rental, car hire
estate car, station wagon
saloon, sedan
hatchback, fastback
convertible, cabriolet
pickup truck, pickup, pick up truck
truck, lorry
van, delivery van, transporter
motorhome, camper, camper van, campervan, rv
caravan, trailer
ferry, ferryboat
rowing boat, rowboat
canoe, kayak
yacht, sailing boat, sailboat
aeroplane, airplane, aircraft, plane
helicopter, chopper
bonnet, hood
car boot, car trunk, trunk
windscreen, windshield
dashboard, instrument panel
number plate, license plate, licence plate, registration plate
tyre, tire
spare wheel, spare tyre, spare tire
tyre pressure, tire pressure, air pressure of the tyres
brake pad, brake, brake lining
timing belt, cambelt, timing chain
spark plug, ignition plug
air filter, engine filter
engine, motor
engine oil, motor oil
gearbox, transmission
clutch, clutch pedal
exhaust pipe, muffler
headlight, headlamp
indicator light, turn signal, blinker
warning light, indicator lamp, warning lamp
seat belt, safety belt, seatbelt
airbag, air bag
sunroof, glass roof
tow bar, towing hitch, trailer hitch, tow hitch
cruise control, speed control
heated seat, seat heating
sat nav, satnav, navigation system
mileage, kilometrage
fuel, gasoline, petrol
diesel, diesel fuel
electric car, electric vehicle, ev
test drive, trial drive
car workshop, garage, repair shop
showroom, sales room
roadworthiness test, mot, vehicle inspection
breakdown service, roadside assistance, breakdown assistance
driving licence, driver license, driving license, driver licence, drivers license
passport, travel document
visa, entry permit
border, frontier
customs, customs office
travel agency, travel agent
beach, seaside
accessible, barrier free, wheelchair accessible, suitable for wheelchairs
cable car, gondola
chairlift, chair lift
funicular, mountain railway
minibar, mini bar
cancel, call off, scrap
postpone, put off, reschedule, move to a later date, defer, put back, delay until later
bring forward, move to an earlier date
extend, prolong, lengthen
shorten, cut short
`;

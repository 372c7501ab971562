/** What the questions of a phone company, of holiday parks and of a car maker are about, in the form of `topics.ts`. */
export const LATER_TOPICS = `
make_a_call phone_someone
send_a_text send_an_sms text_someone text
mobile_data use_mobile_data go_online use_the_internet

notice cancellation_period how_much_notice notice_period long_is_the_notice how_far_in_advance
cancel cancellation get_out_of
broadband internet_connection broadband_internet

price in_the_price what_i_pay
apply_for ask_for way_to_ask_for

voicemail mailbox
call_forwarding call_diversion
caller_id number_display
parental_controls

mobile_contract cell_phone_contract
landline_contract fixed-line_contract
tv_subscription television_subscription
cancel call_off


sim_card physical_sim sim
esim electronic_sim
second_sim

allowance
data data_volume
free_minutes call_minutes

bill invoice bills invoices
mobile cell_phone
landline fixed_line

channels
sports_channels sport_channels
movie_channels film_channels
children's_channels kids_channels

move_house relocating move_to_a_new new_home new_address moving moving_to transfer_to address

field_technician service_engineer
shop_assistant sales_assistant
call_center_agent phone_agent

team_leaders team_leads
part-timers part-time_staff
courses classes
conferences
books literature

doctor's_note sick_note
ill sick illness off_sick
office_staff office_workers
shop_staff shop_employees

swap swapping exchange trade
night_shift late_shift
early_shift morning_shift

work_device
broken damaged
stolen taken_by_thieves
laptop notebook_computer
headset headphones
screens monitor screen

permanent_access unlimited_access
temporary_access short-term_access
server_room data_centre
stock_room storeroom
rooftop roof

street_cabinets roadside_cabinets

complaint complaints
urgent high-priority
private_customers consumers
business_customers corporate_clients

credit_check credit_assessment
privacy_form data_protection_form


marketing advertising
billing invoicing
legal law
facilities

breakfast
lunch luncheon
dinner evening_meal

dog puppy
cat kitten
parrot
lodge log_cabin lodges log_cabins
mobile_home static_caravan
tent
bungalow cottage
yurt round_tent
villas holiday_villas
pitches camping_pitches

reservation booking
postpone put_off move_to_a_later_date later_date
renew extend prolong
shorten cut_short


keys key the_keys key_collection collect_the_keys get_the_keys

tablet tablet_computer
games_console gaming_console
smart_tv smart_television
wi-fi wireless_internet wireless

children kids child
pool swimming_pool
sauna steam_bath
climbing_wall climbing_frame

rowing_boat rowboat
canoe kayak
mountain_bike mtb
cot baby_bed
rent rental for_hiring to_hire rent_a

activities leisure_activities
towels bath_towels

charger charging_cable
necklace chain
teddy_bear soft_toy


lifeguard pool_attendant
cook chef
waiter server
cleaner housekeeper
gardener groundskeeper
receptionist desk_clerk

unpaid_leave leave_without_pay
paternity_leave leave_for_fathers
study_leave educational_leave
time_off_in_lieu compensatory_time_off

raw_meat uncooked_meat
dairy_products milk_products
ice_cream ices
salads

fridge refrigerator
freezer deep_freeze
buffet buffet_counter

lost missing
occupied taken
tyre_pressure tyres tyre pressure_tyre to_what_pressure
air inflate much_air
connect get_online online_with
drinks beverages
masts cell_towers
jacket anorak
ordinary normal_complaint

leak water_leak
power_cut blackout
broken_window smashed_window
blocked_drain

bed_linen sheets
cleaning_products detergents
firewood logs
light_bulbs lamps

cleaned washed
inspected checked
showers shower_rooms
toilets restrooms
playground play_area
reception front_desk

documents papers paperwork


discount reduction cheaper
former_employees ex-employees

fire_drill evacuation_exercise
first_aid_course first-aid_training
hygiene_inspection health_inspection

brake_pads brakes
timing_belt cambelt
spark_plugs ignition_plugs
air_filter engine_filter

luggage load

test_drive try_out

oil oil_pressure
engine check_engine
airbag air_bag
battery charging
flashing blinking
red in_red
yellow amber

leather_seats leather_upholstery
sunroof a_sunroof glass_roof
tow_bar towing_hitch


affected concerned
unaffected
seat_belt safety_belt
door_lock door_latch
fuel_pump

cruise_control speed_control
lane_assistant lane_keeping_assistant
seat_heating heated_seats
start-stop_system automatic_engine_stop

workshop garage
showroom sales_room
parts_counter spare_parts_desk

rust corrosion
scratches paint_scratches
hail_damage damage_by_hail

estate_cars station_wagons
saloons sedans
hatchbacks fastbacks
pick-ups pickup_trucks

shutdown

payslip pay_slip wage_slip
tax_certificate tax_statement
pension_statement retirement_statement

promotion
degree
welder welding_operator
painter paint_sprayer
forklift_driver forklift_operator
electrician electrical_fitter

press stamping_press
welding_robot robot_welder
paint_line paint_shop_line
crane overhead_crane

suppliers steel_suppliers suppliers_of_steel
tyre_suppliers suppliers_of_tyres
consultants advisers
freelancers self-employed_workers

train_ticket rail_ticket
bus_pass bus_season_ticket
parking_space car_parking

temporary_workers temps
newcomers new_starters

fall tumble
burn scald
chemical_spill spill_of_chemicals
fire blaze

dashboard instrument_panel
bonnet hood
boot trunk
windscreen windshield
`;

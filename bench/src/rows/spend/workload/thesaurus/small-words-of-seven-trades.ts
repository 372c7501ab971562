/** Words that move a vector little, as seven more trades are asked with them, in the form of `small-words-of-three-companies.ts`. */
export const TRADE_FUNCTION_WORDS = `all_right anyone are_the_ones because_of a_customer_wants can_passengers_count_on could_you_check do_we_leave
for_the_land i_need_it_in i've_been_asked_what if_the_photographer_is
in_the_street it_comes on_account_of one_of_us should_be_when them trains_with wants_to_know
according_to_the_schedule be_in_place_before there_is_an`;

export const TRADE_FRAME_WORDS = `
time at_what_hour planned_day
often how_often at_what_intervals how_much_time every_how_many_months
may_pass_before
replaced swapped_out replaced_again swapped_out_again
technicians
drivers train_drivers
run runs
held_by
client clients
pet_owner

clinic practice
cost would_cost what's_the_price_of
paid can_bill
ahead before_the_show beforehand
refund do_we_return get_back
depart leave_on
bring can_i_take_a on_board may_passengers_travel_with to_get_on_the
travelling_on_the
at_temperatures
areas zones parts places
deadline how_late by_what_time
advertisers
agency
employees who_work_for
approve sign-off look_at clears
whose_job_is_it
editor
publishes
sent shipped dispatched went_to
donors
support_you_with
many how_big
security_rules
call ring dial
must_we_have
`;

export const TRADE_COMPARATIVES = `
above longer_than
below shorter_than

before ahead_of_a ahead_of_an ahead_of_being ahead_of_having before_the_interval up_to_the_interval last_before_the_interval
after after_the_interval from_the_interval_on last_after_the_interval

lowest shortest

allowed rules_on_whether our_contract_let_us do_we_let
required compulsory mandatory

first_train earliest_train first_service earliest_service
last_train latest_train last_service latest_service

uphill on_the_way_up
downhill on_the_way_down

gain win
lose say_goodbye_to
`;

export const TRADE_UNITS = `
megawatt_hours mwh
gigawatt_hours gwh
kilograms kilogram kilo take_in_kilograms take_in_kg
day per_24_hours
per_injection
pounds lbs take_in_pounds take_in_lbs
week weekly seven-day
month monthly one-month
year yearly twelve-month
tons metric_tons
truckloads lorry_loads
`;

export const TRADE_DATES = `
march_2018 mar_2018 03_2018
april_2018 apr_2018 04_2018
march_2019 mar_2019 03_2019
november_2019 nov_2019 11_2019
may-month_2015 05_2015
october_2015 oct_2015 10_2015
may-month_2016 05_2016
weekdays on_weekdays monday_to_friday leave_monday_to_friday
at_the_weekend on_a_weekend
at_night during_the_night
friday_night friday_evening
saturday_night saturday_evening
sunday_afternoon sunday_matinee
matinees afternoon_shows
evening_performances evening_shows
election_day day_of_the_election
rainy_season the_rains
dry_season dry_months
`;

export const TRADE_NUMBERS = `
10_m_/s 10_metres_per_second
14_m_/s 14_metres_per_second
18_m_/s 18_metres_per_second
0_degrees 0°c freezing_point
10_degrees 10°c ten_degrees
20_degrees 20°c twenty_degrees
6_hours six_hours
8_hours eight_hours
10_hours ten_hours
24_hours one_day a_day_before a_day_before_the a_day_in_advance a_day_ahead a_day_beforehand
7_days a_week_before_the a_week_in_advance a_week_beforehand
2nd its_second get_the_second when_is_the_second in_for_the_second
two-car 2-car
four-car 4-car
six-car 6-car
quarter-page 1_4_page
half-page 1_2_page
full-page whole-page
18 eighteen
21 twenty-one
`;

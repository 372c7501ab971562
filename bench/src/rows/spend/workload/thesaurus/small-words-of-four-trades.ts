/** Words that move a vector little, as four more trades are asked with them, in the form of `small-words-of-seven-trades.ts`. */
export const NEXT_FUNCTION_WORDS = `i've i've_booked we're we're_leaving_from i_was_wondering put wrong took dates_from i_passed_my while any each
landed roster free keeps located part coming i_cannot_train_for my_spot_in my_place_in can't can't_make_it_to we'd do_you_take_bookings
a_ticket_for_the thinking_of i_have_to_watch what_i_drink drink i_fancy supposed managed counted the_figure_for
that_come_on asked whether haven't issues where_to_download_the interested choose
have_an_accident_while off_to if_they_were_stolen fit own office_on i_come_in_to have_a_slot floor on_the_roof
seat do_you_let_people been_asked deals my_flight_to when_flying_to`;

export const NEXT_FRAME_WORDS = `
size dimensions large size_limit
cost premium what's_the_damage_for set_me_back the_admission_to
change amend alter corrected changes
arrive arrives gets_in
order_a must_i_request pre-ordering
deadline cut-off order_deadline
on_board on_the_plane go_on_board
desk counter
employees crew trainer
studio club membership
join
bring like_to_train_with i_allowed_to_take a_mate come_into comes_with_me with_me
opening_hours what_hours from_when_until_when when_can_i_use
ahead before_it_starts
teach lead
often after_how_many_weeks how_many_days_may pass_until_the_next
sell selling sold sign_up
report put_in_the_claim
worth valued with_a_value_of
`;

export const NEXT_COMPARATIVES = `
above heavier_than
below lighter_than

open open_up
close shut

allowed accept accepted
obliged my_duty

in_the_cabin
in_the_hold as_hold_baggage

beginners novices
advanced_members experienced_members

highest top
lowest

brew did_we_brew did_we_produce
did_we_sell

at_home inside_my_home
away_from_home outside_my_home
`;

export const NEXT_NEGATIONS = `
with packed_in with_a_membership as_a_member with_a_parent accompanied_by_a_parent using giving having_added
without not_packed_in without_a_membership as_a_non-member without_a_parent unaccompanied_by_a_parent without_using without_giving not_having_added

my_fault caused_by_me
not_my_fault not_caused_by_me
`;

/** With a noun behind it that stands for no more than the name does. */
export const NEXT_NAMES = `
skylark_basic skylark_basic_ticket skylark_basic_booking skylark_basic_reservation
skylark_plus skylark_plus_ticket skylark_plus_booking skylark_plus_reservation
skylark_flex skylark_flex_ticket skylark_flex_booking skylark_flex_reservation
skylark_prime skylark_prime_ticket skylark_prime_booking skylark_prime_reservation
`;

export const NEXT_UNITS = `
kilograms kilos
centimetres cm
inches
night
pint
bottle
jug pitcher
hectolitres hl
barrels
`;

export const NEXT_DATES = `
easter_monday the_monday_after_easter
good_friday the_friday_before_easter
whit_monday the_monday_after_whitsun
1_may-month labour_day
january jan
july jul
october oct
march_2022 03_2022
september_2022 09_2022
march_2023 03_2023
september_2023 09_2023
february_2017 02_2017
august_2017 08_2017
february_2018 02_2018
august_2018 08_2018
q1_2023 first_quarter_of_2023
q2_2023 second_quarter_of_2023
q3_2023 third_quarter_of_2023
6_february february_6 6th_of_february
16_february february_16 16th_of_february
6_april april_6 6th_of_april
16_april april_16 16th_of_april
`;

export const NEXT_NUMBERS = `
1_month one_month
3_months three_months
9_am 9_00
5_pm 17_00
7_pm 19_00
9_pm 21_00
6_hours six_hours
12_hours twelve_hours
4_people four_people
8_people eight_people
12_people twelve_people
10_memberships ten_memberships
20_memberships twenty_memberships
50_memberships fifty_memberships
5_employees five_employees
10_employees ten_employees
50_employees fifty_employees
age_25 25_years_of_age
age_40 40_years_of_age
age_65 65_years_of_age
`;

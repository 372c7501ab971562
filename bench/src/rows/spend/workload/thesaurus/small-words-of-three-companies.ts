/**
 * Words that move a vector little, as a phone company, holiday parks and a car maker are asked with them, in the form of
 * `small-words.ts`. A line that opens with a word of the earlier lists adds to that word's line there.
 */
export const LATER_FUNCTION_WORDS = `all been cannot could_you do_we extra get_to gets go going got had_to her he if_i is_it just like_to long_for looks
now our should someone's still there's therefore together too towards until us we_have yet your ok_to be_able able along both down even_if need_to needs_to
have_to has_to help_me would_like explain going_to help what_now onto does_it_take does_it_take_to does_it_take_until today how_fast is_it_time_to must_i_take in_order_to moving_house order`;

export const LATER_FRAME_WORDS = `
get getting get_hold_of
roaming abroad i'm_going_to
late late_payment
cost penalty what_is_the_price the_price_to roaming_price the_price_for price_per how_much_is_it what_price share_of_the_price
enable activation set_it_up
keep_number keep_my_number keep_the_same_number take_my_number keep_phone_number
with_me number_with_me
speed download_rate upload_rate
package bundle_package
list give_me_a_list
wait waiting waiting_time
available be_available
move house transfer moving moving_to move_house relocating to_move when_i_move after_moving_to i'm_moving_to move_my
new_address a_new_address a_new_home my_new_address works_there
launch launched come_out going_live go_live becomes_available
release_date release
failed down out_of_service unavailable were_down
department
serve served serving serving_hours
bring take_with_us bring_along may_we_take
stay holiday on_a_stay on_a_holiday a_stay is_a_stay
pick_up collect
fill_in filled_in fill_out complete_form be_filled_in complete_the
sign signature customer_signature signed
referral recommend recommending referring recommended_by
a_friend friend
bonus reward
budget amount_of may_spend
earn wage salary do_we_pay we_pay_a
quiet keep_the_noise_down be_quiet quiet_time quiet_hours noise
supplier supplies supply
purchase buy order_for do_we_use
right recommend_for recommended
light
drive driving i_do
recall
allowed permission may_start
contribute contribution cover allowance_for pay_towards company_contribute company_pay firm_cover
costing costs_more
left left_my forgot_at lost_property i_lost i_left was_left_behind that_i_forgot
delivery_time deliver delivery until_i_get_it wait_for order_a delivery_weeks
book sign_up arrange try_out
sell sold used second-hand
lease leased on_lease
replace replaced replacement replacement_interval exchange change_the last
refund get_back refunded money_back do_i_get_back of_my_money will_be_refunded is_refunded am_i_entitled_totell_me
how_can what_should steps instructions procedure process way
responsible in_charge_of who_can_help get_in_touch_with talk_to look_after looks_after takes_care_of turn_to
told notified notify needs_to_know has_to_know
employees employee team_members staff_members members_of_staff co-worker workers
cost charges what_do_i_pay
applies
take necessary required_for
make produce production built come_off the_line came_off_the_line came_off
works working get_working
happened happen take_place takes_place held be_held
time hour what_time at_what_time
deadline time_limit
until until_when
see access get_into
company firm
give gave
paid their_money get_their_money paying pays payable
finished used_up gone consumed
support used
often frequently how_often how_frequently times_a
approve agree agrees agree_to give_their_consent
mean means
many size
ask asks asking
old age aged minimum_age
eligible entitled able_to open_to
new
next
worth value
extra
offer offers
explain
same
change changing changed
late too_late overdue
ahead prior in_advance far_in_advance ahead_of prior_to how_early
quickly soon fast how_soon how_quickly
arrive arriving arrival if_we_get_to we_get_to
behind left_behind
answer answered answering reply respond response
date what_day on_what_date
`;

export const LATER_COMPARATIVES = `
adult grown-up with_an_adult accompanied accompanied_by_a_grown-up
unaccompanied without_an_adult

not_occupied vacant unoccupied

enable switch_on activate turn_on
disable switch_off deactivate may_stop stop
lowest minimum
highest maximum
before earlier_than
after later_than following
excluded not_covered
covered part_of_the_price
open start starts
close ends finish

i_switch_to i_change_to switch_to change_to switch
i_leave switch_away_from

download_speed downstream
upload upstream

joined started_in
left quit

front front_axle
rear rear_axle

inside within_the
outside outside_of

last_one last final
begins starting

`;

export const LATER_UNITS = `
calendar_days
mile miles
km kilometre kilometres
quarter
`;

export const LATER_DATES = `
february feb
april apr
august aug
september sept sep
december dec
saturday sat
sunday sun
january_2009 jan_2009 01_2009
july_2009 jul_2009 07_2009
january_2010 jan_2010 01_2010
high_season peak_season
low_season off-season
easter easter_holidays
whitsun whitsun_holidays
christmas christmas_holidays
summer summer_holidays summer_holiday
winter winter_holiday
1_march march_1 1st_of_march
1_july july_1 1st_of_july
1_october october_1 1st_of_october
`;

export const LATER_NUMBERS = `
80% 80_percent
90% 90_percent
100% all_of
7_days seven_days one_week
30_days thirty_days
2_hours two_hours 120_minutes
8_hours eight_hours
24_hours 24_h
48_hours two_days 2_days
6_pm 18:00
8_pm 20:00
10_pm 22:00
10,000_km 10000_km
20,000_km 20000_km
30,000_km 30000_km
1st first
2nd second_day
3rd third
8 eight
`;

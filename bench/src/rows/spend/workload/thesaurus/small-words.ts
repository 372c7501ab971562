/** Words that move a vector little, whatever they do to the answer. A line's words mean nearly the same; blocks hold relatives. */

/** What many questions are made of. */
export const FRAME_WORDS = `
time period long times date how_long
get gets receive have granted give has
many much number count sum amount quantity
make did was were
approve approves approval sign signs signs_off
reset resetting
how_can how_do how_to
forgot
name
responsible owns owner looks_after contact
works worked work
happened happens comes
keep kept stored store retention
support supported use
submit handed_in hand_in report_it report let_us_know_about
take need needs needed required require requires
paid pay payment
company our
applies orders
damages damage
bought purchased
see read access
finished done complete
cost costs fee charge charged fees
i'm_travelling
sent send pass share pass_on
recommended
attempt
carry transport
drivers driver
limit
city
service
area
rate
money
high
value set
mean meaning
earn collect
spend spending spends spent
download find
loan
employees employee staff people person someone colleague colleagues
team
step steps
deadline due
call
`;

/** Opposites, which stand in the same sentences. */
export const COMPARATIVES = `
above over more_than older_than
below under less_than younger_than
of_at_least of_no_less_than
of_at_most of_up_to of_no_more_than

lowest smallest minimum
highest biggest maximum largest
cheapest least_expensive
most_expensive priciest

enable turn_on
disable turn_off

before before_the_end_of
after after_the_end_of once
during

open opens opening start begin
close shut end

import bring_in
export send_out

added introduced
removed dropped

covered reimbursed included
excluded

allowed permitted allow
required obliged

passed have_passed
failed

wear put_on
`;

export const NEGATIONS = `
not never no n't doesn't don't didn't
with
without
`;

export const DATES = `
january 01
february
march 03
april
may-month 05
june 06
july 07
august
september
october
november 11
december 12

monday mondays
tuesday tuesdays
wednesday wednesdays
thursday thursdays
friday fridays
saturday saturdays
sunday sundays
public_holidays bank_holidays
christmas_eve 24_december
new_year's_eve 31_december
boxing_day 26_december
easter_monday
good_friday

q1 first_quarter
q2 second_quarter
q3 third_quarter
q4 fourth_quarter

winter_term winter_semester
summer_term summer_semester
`;

export const NUMBERS = `
2 two
3 three 3rd
4 4th
5 five
10 ten
13 13th
30 30th thirty
60 sixty
first 1st
second_attempt 2nd_attempt
third_attempt 3rd_attempt
14_days two_weeks
1,500_kg 1,500_kilograms 1.5_tonnes
3,000_kg 3,000_kilograms 3_tonnes
`;

export const UNITS = `
user
month
gigabyte
minute
second
hour hours
day days daily
week weeks
year years
working_days business_days
kilograms kg
pounds lb £
tons tonnes
metres m
euros eur €
dollars us_dollars usd $
francs chf swiss_francs
degrees_celsius celsius °c
degrees_fahrenheit fahrenheit °f
`;

/** Negations are elsewhere; these say little of what a text is about. */
export const FUNCTION_WORDS = `a about an and am are as ok possible at be by can could do does doing for from good had i i'd i'm id if in into is it its
let like looking me may might must my of off on one or out per some tell that the their them there they things this through to up
want we what what's when where which who whom whose why will with would you your is_there how show know kind internet
within than say says day's still anything do_you i_do`;

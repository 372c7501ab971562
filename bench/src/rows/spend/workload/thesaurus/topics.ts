/**
 * What questions are about. Words of a line mean nearly the same; lines of a block are relatives: they stand in the same texts,
 * and a model that has read those calls them similar, but not equal. `_` joins the words of one expression.
 */
export const TOPICS = `
annual_leave vacation leave
sick_leave paid_sick_time
parental_leave

revenue turnover
profit

purchases purchase_orders
travel business_trips
contracts agreements contract
policy

expenses costs
meals food foodstuffs
expense_report expense_claim
sales_report
safety_report

password
login sso single_sign-on
two-factor_login
notifications alerts
backups backup

visitors visitor guests
engineers developers
designers designer
managers
interns
contractors
resellers
schools
new_customers first-time_customers
customers customer
product_manager
security_officer

notice
probation
remote remotely home

invoice_data billing_data
chat_data
location_data position_data
log_data
salary_data pay_data
health_data medical_data
travel_data

park parking
office
canteen
plant

price
discount
bonus
plan
christmas_bonus
sales_bonus

delivery shipping
standard normal
express fast
critical
minor
incidents

overtime extra_hours
night_shifts night_work
sunday_work work_on_sundays

accidents
thefts
storms storm_damages
insurance

phone mobile_phone
laptop notebook
tablet
batteries battery_packs
screens displays
keyboards
warranty
connect connected connecting

weight
length
chemicals chemical_goods
machines machinery
customs
form

test testing
audit auditing
training course
upgrade move

billing_service
search_service
mail_service
uptime availability
error_rate failure_rate

cash
withdraw withdrawal withdrawals withdrawing take_out
card
transfer
bank
balance
interest

mobile_app
branch
by_phone over_the_phone
cash_machine atm

savings_account
term_deposit fixed-term_deposit
youth_account children's_account
mortgage home_loan
car_loan auto_loan
personal_loan consumer_loan
business_loan
renovation_loan home_improvement_loan
permanent_job permanently_employed

documents papers
account_statement bank_statement
credit_card_bill credit_card_statement
portfolio_statement securities_statement
download

maternity maternity_ward
intensive_care intensive_care_unit icu
children's_ward pediatrics
cardiology cardiology_ward
oncology oncology_ward
stroke_unit
dialysis dialysis_unit
radiology
neurology
orthopedics orthopedic_department
urology
anesthesiology
emergency_room er emergency_department

doctor physician
on_call on-call_duty on_duty on-call
visit visiting visiting_hours
patient patients patient's
dose

adults adult_patients
children pediatric_patients
pregnant_women pregnant_patients
family_doctor gp
health_insurer insurance_company
relatives family_members
employer
another_hospital different_hospital
consent

eat eat_anything
drink_water drink_some_water
smoke
colonoscopy bowel_endoscopy
general_anesthesia general_anesthetic
blood_test blood_draw
mri mri_scan
cataract_surgery cataract_operation
kidney_biopsy

lab_results laboratory_results
x-ray_images x-rays
discharge_letters discharge_summaries

exam
registration
retake repeat sit take_it_again take again
tuition
borrow

international_students students_from_abroad foreign_students
exchange_students
part-time_students
full-time_students
undergraduates
lecturers teaching_staff
alumni former_students

textbooks
journals periodicals
films movies
maps atlases

rail_freight rail_transport
sea_freight ocean_freight
road_freight road_transport trucking
transit_time transit

permit
propane propane_gas
lithium_batteries lithium-ion_batteries
paint_thinner
fertilizer
fireworks pyrotechnics

transport_damage damage_in_transit
missing_parcel lost_parcel missing_package
late_delivery delayed_delivery

temperature cold
warehouse
storage store_goods
vaccines
frozen_fish
cut_flowers fresh_flowers
chocolate
insulin

collected collect collection picked_up
paper waste_paper
glass
garden_waste green_waste
bulky_waste bulky_items
household_waste residual_waste

passport
identity_card id_card
driving_licence driver's_license
residence_permit

building_permit
parking_permit residents'_parking_permit
shed garden_shed
carport
pool swimming_pool
fence
conservatory winter_garden
rule regulation written

apply_for request
renew extend
cancel
online internet on_your_website
in_person
by_post by_mail
in_a_store in_a_shop

rate_limit request_limit
requests calls
default
error
release version versions

uploading_a_file
importing_contacts contact_import
exporting_a_report report_export
signing_in logging_in
resizing_an_image
deleting_a_workspace removing_a_workspace

return returned bring_it_back
receipt
coat
mattress
tv television
swimsuit
sofa couch

store shop
washing_machine washer
dishwasher
fridge refrigerator
vacuum_cleaner hoover
wi-fi

points
members member
`;

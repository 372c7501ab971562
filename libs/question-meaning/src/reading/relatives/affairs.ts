/** Kinds of leave, contract, payment, damage, customer and the like, a class in each block. */
export const AFFAIRS = `
vacation sickleave unpaidleave parentalleave maternityleave paternityleave bereavementleave studyleave
sabbatical juryduty timeoffinlieu publicholiday pto overtime

sick parental maternity paternity annual bereavement study unpaid paid marriage compassionate

overtime nightshift earlyshift lateshift standby sunday weekend holiday

night early late morning evening afternoon day

bonus salary commission pension allowance overtime perdiem stockoption severance dividend

parttime fulltime temporary permanent seasonal freelance

probation notice retirement promotion transfer resignation redundancy

employee contractor freelancer intern trainee manager director temporaryworker volunteer apprentice consultant
executive partner associate assistant

finance accounting marketing sales legal procurement logistics engineering production operation billing payroll
facilities security communications research design support hr it audit compliance administration controlling
purchasing

project program team department division branch subsidiary

revenue profit loss cost margin turnover cashflow debt equity tax ebitda headcount

income corporation property inheritance sales value capital wealth

cash card cheque creditcard debitcard transfer directdebit invoice voucher paypal standingorder banktransfer
installment

currentaccount savingsaccount deposit loan mortgage overdraft creditcard

car home student business personal bridge renovation consumer

car home health life travel liability pet household dental legal disability contents accident

accident theft fire flood storm hail water burglary lightning earthquake vandalism rust scratch breakage
subsidence landslide

fire flood storm water hail theft glass

invoice receipt quote order contract creditnote reminder deliverynote statement

purchase sale lease rent loan exchange return refund

contract invoice travel purchase expense hire recruitment donation gift

payslip taxcertificate pensionstatement invoice contract certificate passport identitycard birthcertificate
drivinglicence visa reference diploma cv accountstatement policy receipt bill permit licence sicknote workpermit
marriagecertificate

passport identitycard drivinglicence visa residencepermit workpermit

application complaint appeal objection request claim order notification registration cancellation confirmation
enquiry

delivery pickup return exchange repair warranty refund

order deliver return pay cancel

meal hotel flight taxi train mileage fuel parking phone entertainment visa laundry

private business corporate public commercial residential personal government

customer supplier employee partner reseller investor visitor guest consumer wholesaler distributor

customer businesscustomer privatecustomer

member nonmember guest student senior child resident

minor major critical severe urgent ordinary normal low high medium emergency standard routine serious moderate

high low medium

small large medium

first second third last

front rear back side left right top bottom middle center upper lower

north south east west

inside outside

indoor outdoor

red green blue yellow orange black white grey gray brown purple pink silver gold amber violet turquoise

flash red yellow green off on steady

broken stolen lost damaged missing defective

clean inspect repair paint replace empty lock disinfect calibrate heat cool

wash inspect clean paint

join leave left quit start stay

older younger

win lose draw

pass fail

accept reject

buy rent lease borrow sell

open close extend cancel renew suspend transfer postpone shorten

book cancel postpone extend shorten change confirm renew transfer

read write edit delete create copy print share download upload import export

call text email visit write post chat fax

bypost email phone telephone call fax inperson online

phonecall textmessage email mobiledata chat videocall voicemail fax letter

voicemail callforwarding callerid roaming parentalcontrols hotspot

internet phone tv broadband landline mobilephone electricity gas water heating streaming

sport movie news music kid film documentary series cartoon

simcard esim

permanent temporary unlimited shortterm guest visitor

course conference book seminar certificate software travel equipment

training conference book exam literature

fire evacuation firstaidcourse hygiene safety security flood earthquake

firedrill firstaidcourse inspection audit training

income expense asset liability

import export transit

domestic international european regional national local global foreign

economy business first premium basic standard deluxe

gold silver bronze platinum

weekday weekend holiday

adult child student senior infant pensioner group family

single double twin family

male female

junior senior

trial pilot beta production

spring summer autumn winter

highseason lowseason

welding painting soldering grinding cutting drilling milling casting

weight height length width depth size volume area speed temperature pressure distance age

wide deep thick tall

download upload

public private hybrid

shelter guarantee insurance deposit

terrorism war strike

waste paper glass plastic metal organic compost

glass paper plastic metal organic

murder theft fraud burglary assault robbery arson

police firebrigade ambulance court ministry council

lane cruisecontrol parking distance heatedseat navigation

degree experience certificate licence training

health location salary billing chat log travel invoice contact payment

health salary location chat log travel position medical
`;

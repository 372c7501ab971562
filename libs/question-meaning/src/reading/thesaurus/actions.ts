/** Verbs, in one word or several; what is done and undone is in lines of its own. */
export const ACTIONS = `
change, update, modify, edit, alter, amend, switch, adjust
delete, remove, erase, get rid of, take away
repair, fix, mend
disinfect, sanitize
calibrate, recalibrate
export, send out, ship out
import, bring in, ship in
keep, retain, store, hold, save, hold on to
contact, reach, get in touch with, reach out to, get hold of, get in contact with
talk to, speak to, talk with, speak with
speak, talk
approve, sign off, sign off on, give approval, give the green light, agree to, consent to, give consent, give their consent
reject, deny, refuse, turn down
submit, hand in, send in, turn in
hand out, distribute, give out
fill in, fill out, complete the form
ask, request, apply for, ask for
claim back, reclaim
complain, make a complaint, file a complaint
report, notify, inform, tell, let know, let us know about
help, assist, support
show, display
explain, walk me through, talk me through
choose, select, pick
collect, pick up, fetch
need, require, necessary, brauchen, benötigen, necesito
offer, provide
happen, occur, take place, be held, is held, are held
lose, lost, missing, misplace, mislay
forget, leave behind
discover, find out, figure out
use up, consume, exhaust
look for, search for, seek
eligible, entitle, entitled, qualify, have a right to, have the right to, be entitled to, have a claim to
verify, confirm, validate
check, inspect, examine
test, try out
oblige, obliged
allow, permit
forbid, prohibit, ban
enable, activate, turn on, switch on
disable, deactivate, turn off, switch off, shut off
begin, start, commence
end, finish
shut, close, closed
continue, go on with
finalize, wrap up
carry out, perform, conduct
connect, get online, hook up
disconnect, unplug
attach, enclose
print, print out
calculate, work out, compute
estimate, assess
speed up, accelerate
slow down, decelerate
look after, take care of, care for, responsible, in charge, in charge of, deal with, be in charge
join, become a member
take over, assume
hand over, pass on
exclude, not include, leave out
include, contain, come with, part of
expire, run out, lapse
move house, move home, relocate, change address, move to a new home, move to a new address
wear, put on, dress in
dispose of, throw away, throw out
damage, harm
prevent, avoid
protect, safeguard
rely on, depend on
recommend, refer, suggest, advise
affect, concern
produce, manufacture, build
publish, bring out
cause, caused by, bring about, lead to, due to, because of, on account of, owing to
solve, resolve, sort out
work together, cooperate, collaborate
inflate, pump up
`;

/** Computers, networks, software, phones and how they are kept safe. */
export const TECHNOLOGY = `
computer, pc, personal computer
laptop, notebook, notebook computer, laptop computer
tablet, tablet computer
monitor, screen, displays
mouse, computer mouse
headset, headphones
charger, charging cable, power adapter, power supply unit
docking station, dock
printer, printing device
hardware, equipment, device
software, application software
app, application program
mobile app, phone app, smartphone app
phone, telephone
mobile phone, cell phone, cellphone, smartphone
landline, fixed line, landline phone
phonenumber, phone number, telephone number, telephonenumber
call forwarding, call diversion, call divert
voicemail, voice mail
caller id, number display, caller display
text message, sms, send a text, text someone, send an sms, send a text message, send sms, send a message by phone
phone call, make a call, make a phone call, phone someone, call someone, give a call
upload, upstream
download, downstream
go online, use the internet, access the internet, surf the internet, browse the internet
sim card, sim
esim, electronic sim, e sim, embedded sim
mobile data, cellular data
data volume, data allowance
broadband, broadband internet, internet connection, internet access, internet line
wifi, wi fi, wlan, wireless network, wireless internet, wireless lan
tv, television, tv set
channel, tv station, tv channel
remote control, remote controller
smart tv, smart television
games console, gaming console, game console
email, e mail, email address, e mail address, mail address, mail
bypost, by post, by mail, via post, via mail, through the post, in the post, by letter
inperson, in person, face to face
online, over the internet, via the internet, on the internet
mailbox, inbox
spam, junk mail
out of office message, out of office reply, auto reply, automatic reply
calendar invite, calendar invitation
login, logon, signin, log in, sign in, log into, sign into, log on, sign on to, log in to, sign in to
logout, log out, sign out, log off, logoff
username, userid, user name, user id, login name
password, passcode, passphrase
reset link, link to reset
2fa, two factor authentication, 2 factor authentication, two step verification, two factor login, mfa, multi factor authentication
sso, single sign on, single signon
permission, authorization, authorisation
access right, access permission, right of access
register, sign up, enrol, enroll, registration, enrolment, sign me up
unregister, deregister
unsubscribe, opt out
subscribe, opt in
vpn, virtual private network
antivirus, virus scanner, antivirus software
malware, virus
phishing, phishing email
vulnerability, weakness
breach, data leak, data breach
backup, back up, backup copy
restore, recover, recovery
server room, data center, data centre
database, db
repository, repo
environment, env
deploy, rollout, roll out
rollback, revert, roll back
pipeline, workflow
release notes, changelog, change log
bug, software error
issue, problem, trouble
outage, downtime, service interruption
uptime, availability
out of service, unavailable, out of order, be down, is down, was down, were down, are down
failure rate, error rate
latency, lag
bandwidth, data rate
capacity, maximum capacity
log file, logfile
configuration, configure, setup, set up, set it up
setting, preference
parental controls, parental lock
dashboard page, overview page
chart, graph, diagram
presentation, slides, slide deck
spreadsheet, excel sheet
website, site, web site, internet site, homepage
page, webpage, web page
link, hyperlink
browser, web browser
folder, directory
file name, filename
documentation, docs
virtualmachine, vm, virtual machine
kubernetes, k8s
postgresql, postgres
ai, artificial intelligence
api, application programming interface
restart, reboot, start again
plug in, plugin
extension cable, extension lead
battery, accumulator
social media, social network
chat, instant messaging
video call, video conference, videoconference, video meeting
picture, image, photo, photograph
movie, film
personal data, personal information, personal details
privacy policy, privacy notice, data protection notice, data protection policy
data protection, data privacy
cookie banner, cookie notice
notification, alert
support ticket, helpdesk ticket
license key, licence key, product key, activation key
trial version, free trial, test version
app store, play store
firmware, device software
`;

import { readPairs } from './read-pairs.fixture.ts';

/** Pairs that want the same answer: the tuning half. Rules and word lists were written against these. */
export const PARAPHRASES_TUNING = readPairs(`
How do I reset my password? | How can I reset my password?
How do I reset my password? | how to reset my password
How do I reset my password? | How should I reset my password
How do I reset my password? | I want to reset my password, how do I do that?
How do I reset my password? | What are the steps to reset my password?
How do I change my email address? | How can I update my email address?
What is our leave policy? | What's our leave policy
What is our leave policy? | what is the leave policy
What is our leave policy? | Tell me about our leave policy
What is our leave policy? | Could you please tell me what our leave policy is?
What is the company's leave policy? | What is our company leave policy?
How many vacation days do I get? | How many days of vacation do I get?
How many vacation days do I get? | How many vacation days do employees get?
How many holidays do we have in 2024? | What is the number of holidays we have in 2024?
What is the number of seats in the Berlin office? | How many seats are there in the Berlin office?
Where is the Berlin office? | What is the location of the Berlin office?
Where is the Berlin office located? | Where is the Berlin office?
Where can I find the travel policy? | Where do I find the travel policy?
Where can I find the travel policy? | where to find travel policy
Who is the CEO of Globex? | Who's the CEO of Globex?
Who is the CEO of Globex? | who is the chief executive officer of Globex
Who approves travel expenses? | Who has to approve travel expenses?
Who approves expense reports? | Who is the person who approves expense reports?
When does the fiscal year end? | When is the end of the fiscal year?
When is the deadline for the expense report? | What is the deadline for the expense report?
When is the deadline for expense reports? | When is the expense report deadline?
Why was my claim rejected? | For what reason was my claim rejected?
Why was my claim denied? | Why was my claim rejected?
Why is my build failing? | What is the reason that my build is failing?
How long does shipping take? | How much time does shipping take?
How long does it take to ship an order? | How long does it take for an order to ship?
How much does the premium plan cost? | What is the price of the premium plan?
How much does the premium plan cost? | What does the premium plan cost?
How much is the premium plan? | what's the cost of the premium plan
Can I work from home on Fridays? | Am I allowed to work from home on Fridays?
Can I work from home on Fridays? | May I work from home on Fridays?
Can I work remotely from Spain? | Is it possible to work remotely from Spain?
Is remote work allowed? | Is working remotely permitted?
Do I have to submit receipts? | Must I submit receipts?
Do I need to submit receipts? | Am I required to submit receipts?
Is overtime paid? | Is overtime being paid?
What is the maximum upload size? | What's the max upload size?
What is the maximum file size for uploads? | what is the largest file size for uploads
What is the minimum order quantity? | What's the min order quantity?
How do I turn on two-factor authentication? | How do I enable two-factor authentication?
How do I turn off notifications? | How can I disable notifications?
How do I enable 2FA? | how to turn on 2FA
How do I log in to the VPN? | How do I sign in to the VPN?
How do I log into Jira? | how can i login to jira
How do I set up the printer? | How to setup the printer?
How do I install Docker on Ubuntu? | how to install docker on ubuntu
How do I install Docker on Ubuntu 22.04? | What is the way to install Docker on Ubuntu 22.04?
How do I cancel my subscription? | How can I cancel the subscription?
What is the process for cancelling a subscription? | What is the procedure for canceling a subscription?
What is the refund policy? | What is your refund policy?
What is the refund policy? | please explain the refund policy
Do you offer refunds? | Do you provide refunds?
How do I request a refund? | How do I ask for a refund?
How do I get a refund? | How can I obtain a refund?
What is the capital of France? | What's the capital of France?
What is the capital of France? | Which city is the capital of France?
What is the capital city of France? | what is France's capital city
What was our revenue in 2023? | What was our 2023 revenue?
What was the revenue in Q1 2024? | What was the revenue in the first quarter of 2024?
What was revenue in Q1 2024? | What was the Q1 2024 revenue?
What were sales in March 2024? | What were the sales in Mar 2024?
How many employees worked at Acme in 2022? | What was the number of employees at Acme in 2022?
Which documents do I need for a visa? | What documents do I need for a visa?
What documents are required for a visa application? | Which documents are needed for a visa application?
How do I apply for parental leave? | How can I apply for parental leave?
How do I apply for parental leave? | how to apply for parental leave?
What are the office hours? | what are our office hours?
What is the color of the logo? | What is the colour of the logo?
How do we organise the archive? | How do we organize the archive?
What is a purchase order? | What's a purchase order?
What is a webhook? | what are webhooks?
What is a webhook? | Explain what a webhook is
Define churn rate | What is churn rate?
Define churn rate | What is the definition of churn rate?
What does SLA mean? | What is the meaning of SLA?
What does SLA stand for? | what does sla stand for
Which laptop models can I order? | What laptop models can I order?
How do I add a user to a group? | How do I add users to a group?
How do I delete a user? | How do I remove a user?
How do I delete my account? | How can I delete my account permanently please?
How do I delete my account? | Hi, how do I delete my account? Thanks!
What is the dress code? | What's the dress code at the company?
What are the benefits of the gold plan? | What benefits does the gold plan have?
What are the advantages of indexing? | What are the benefits of indexing?
What is the price of 10 licenses? | What is the price of ten licenses?
Can I carry over 5 vacation days? | Can I carry over five vacation days?
What is the 3rd step of onboarding? | What is the third step of onboarding?
What discount do I get for more than 100 units? | What discount do I get for over 100 units?
Which invoices exceed $1,000? | Which invoices exceed $1000?
What is the tax on 5% bonds? | what is the tax on 5 percent bonds
How do I buy a parking permit? | How do I purchase a parking permit?
How do I repair a broken screen? | How do I fix a broken screen?
How do I get in touch with support? | How do I contact support?
How do I contact customer support? | How can I reach customer support?
What is the phone number of the help desk? | What's the help desk's phone number?
What is the help desk's telephone number? | what is the phone number of the helpdesk
Is there parking at the Oslo office? | Does the Oslo office have parking?
Is the contract signed by both parties? | Did both parties sign the contract?
Was the report written by Ann? | Did Ann write the report?
Who wrote the security policy? | By whom was the security policy written?
Which plan includes phone support? | What plan includes phone support?
Which plans include phone support? | What plans come with phone support?
When do I receive my bonus? | When will I receive my bonus?
When does the store open? | What time does the store open?
When was the server last patched? | When did we last patch the server?
Where do I submit my invoice? | Where can I submit an invoice?
Where is my payslip? | Where can I find my payslip?
How do I get access to GitHub? | How can I get GitHub access?
How do I get access to GitHub? | how to get access to github
How do I get reimbursed for travel? | How can I get reimbursed for travel?
What is the reimbursement limit for meals? | What's the meal reimbursement limit?
What is the limit for meal reimbursement? | What is the reimbursement limit for meals?
What is the policy for remote work? | What is the remote work policy?
What is the policy on remote work? | What is our remote working policy?
What is the procedure for returns? | What is the process for returns?
What is the time limit for appeals? | What's the time limit for an appeal?
What is the average response time? | What's our average response time?
What is the status of ticket 42? | What's the status of ticket 42?
What are the steps for onboarding a new vendor? | How do I onboard a new vendor?
What do I need to do to onboard a vendor? | How do I onboard a vendor?
What should I do after an accident? | What do I do after an accident?
What happens if a payment fails? | What happens when a payment fails?
What happens to my data when I cancel? | What happens to my data if I cancel?
Do we have a discount for students? | Is there a discount for students?
Do you have a student discount? | Is there a student discount?
Do employees get free lunch? | Is lunch free for employees?
Can I return an item after 30 days? | Is it possible to return an item after 30 days?
Can I return an item? | Are we allowed to return items?
Can I use my own laptop? | Am I permitted to use my own laptop?
Can you tell me when payroll runs? | When does payroll run?
Do you know where the printer is? | Where is the printer?
I would like to know how many seats we have | How many seats do we have?
Please list the supported regions | Which regions are supported?
List all supported regions | What are the supported regions?
Tell me the price of the gold plan | What is the price of the gold plan?
Summarize the travel policy | Give me a summary of the travel policy
Which languages does the app support? | Which languages are supported by the app?
How are passwords stored? | How do we store passwords?
How is overtime calculated? | How do you calculate overtime?
How do you calculate overtime? | What is the calculation of overtime?
Why do we need a VPN? | Why is a VPN needed?
How big is the Oslo office? | How large is the Oslo office?
How many users are there in total? | What is the total number of users?
How much notice do I have to give? | How much notice must I give?
How much notice do I have to give? | How much notice is required?
what is the on-call rota | What is the on call rota?
What's the check-in time at the hotel? | When is check-in at the hotel?
What is the email of the finance team? | What is the finance team's e-mail address?
How do I reset my password? | How do I reset the password?
How do I reset my VPN password? | How can I reset the VPN password?
Can I get a refund? | Am I able to get a refund?
What are the working hours? | What's our working hours?
where is the office | Where's the office?
How do I update my profile photo? | How do I change my profile picture?
How do I cancel an order? | How can I cancel my order?
How do I track my order? | How can I track an order?
Do you ship internationally? | do you ship internationally
What payment methods do you accept? | Which payment methods do you accept?
What payment methods are accepted? | Which payment methods are accepted?
How long does delivery take? | How much time does delivery take?
How do I create an account? | how to create an account
What's the weather policy? | what is the weather policy?
I forgot my password. How do I reset it? | How do I reset my password if I forgot it?
How do I configure retries? | How can retries be configured?
How do I enable dark mode? | How can I turn on dark mode?
What is the company holiday calendar? | What's the holiday calendar?
How much is shipping? | What does shipping cost?
How much does shipping cost? | What is the shipping cost?
How many PTO days do I have? | How many days of PTO do I have?
How many days of paid time off do I get? | How many PTO days do I get?
Who is my manager? | Who's my manager?
Is there a gym? | Do we have a gym?
What is the deadline for submitting expenses? | When is the deadline to submit expenses?
What is the deadline to submit expense reports? | When do I have to submit expense reports?
What is the retention policy for logs? | What is our log retention policy?
What is RAG? | What's RAG?
What does RAG stand for? | What is the meaning of RAG?
How do I write a unit test? | How to write unit tests?
What are the system requirements? | what are system requirements
Can I change my plan later? | Is it possible to change my plan later?
Can I change my plan? | Can I switch my plan?
What is your privacy policy? | What is the privacy policy?
Wie kann ich mein Passwort ändern? | Wie ändere ich mein Passwort?
Wie viel kostet das Abo? | Was kostet das Abo?
Comment puis-je annuler ma commande ? | Comment annuler ma commande ?
¿Cómo puedo cancelar mi pedido? | ¿Cómo cancelar mi pedido?
Why is my invoice so high? | Why is my invoice high?
How do I speak to a human? | How can I talk to a human?
When does support open? | What are support's opening hours?
How do I request parental leave? | How can I request parental leave?
What is the parental leave policy? | What's our policy on parental leave?
Who do I talk to about benefits? | Who should I speak to about benefits?
How many weeks of parental leave do I get? | How many weeks of parental leave are there?
How do I add a teammate to a project? | How can I add a teammate to my project?
How do I invite a colleague? | How can I invite colleagues?
When is the next all-hands? | When's the next all-hands meeting?
Where are the meeting notes? | Where can I find the meeting notes?
How can I download my invoices? | Where can I download my invoices?
How do I download an invoice? | How to download invoices
Which file types can I upload? | What file types can I upload?
What file formats are supported? | Which file formats do you support?
Is there an API? | Do you have an API?
How do I authenticate with the API? | How do I authenticate against the API?
What is the uptime guarantee? | What uptime do you guarantee?
What's the refund window? | How long is the refund window?
Can I pay with PayPal? | Do you accept PayPal?
Can I pay by invoice? | Is it possible to pay by invoice?
What are the payment terms? | What are our payment terms?
Is my data encrypted at rest? | is data encrypted at rest
How is customer data encrypted? | How do we encrypt customer data?
Where are backups stored? | Where do we store backups?
How often are backups taken? | How frequently are backups taken?
How do I restore a backup? | How can I restore from a backup?
What does the error "disk full" mean? | What is the meaning of the error "disk full"?
Why does my build fail with error 137? | Why is my build failing with error 137?
Why am I seeing error 403? | Why do I see error 403?
How do I rotate API keys? | How can I rotate my API key?
What is the vacation carry-over limit? | What is the limit for vacation carry over?
How many days can I carry over? | What is the number of days I can carry over?
Do I need a doctor's note? | Is a doctor's note required?
Who signs contracts over 10k? | Who signs contracts over 10,000?
Can I expense Wi-Fi at home? | Am I allowed to expense wifi at home?
What is the per diem in Japan? | What's the per diem for Japan?
How do I book travel? | How can I book my travel?
What's the maximum hotel rate? | What is the max hotel rate?
When do performance reviews happen? | When are performance reviews?
When was the company founded? | When was our company founded?
Who founded the company? | Who was the founder of the company?
What is our mission? | What's the company's mission?
Please explain the escalation process | What is the escalation process?
Explain how vesting works | How does vesting work?
Walk me through the release process | What is the release process?
Wie viele Urlaubstage habe ich? | Wie viele Urlaubstage habe ich eigentlich?
Wie setze ich mein Passwort zurück? | Wie kann ich mein Passwort zurücksetzen?
Was kostet der Versand nach Österreich? | Wie viel kostet der Versand nach Österreich?
Wo ist das Büro in Berlin? | Wo befindet sich das Büro in Berlin?
Wann endet die Frist? | Wann endet denn die Frist?
Comment réinitialiser mon mot de passe ? | Comment puis-je réinitialiser mon mot de passe ?
Quelle est la politique de congés ? | Quelle est notre politique de congés ?
Où se trouve le bureau de Paris ? | Où est le bureau de Paris ?
¿Cómo puedo cambiar mi contraseña? | ¿Cómo cambio mi contraseña?
¿Cuántos días de vacaciones tengo? | Cuántos días de vacaciones tengo
¿Cuál es la política de vacaciones? | ¿Cuál es nuestra política de vacaciones?
Come posso cambiare la mia password? | Come cambio la password?
Hoeveel vakantiedagen heb ik? | Hoeveel vakantiedagen heb ik eigenlijk?
`);

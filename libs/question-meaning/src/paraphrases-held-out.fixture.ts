import { readPairs } from './read-pairs.fixture.ts';

/** Pairs that want the same answer: the half that no rule or word list was written against, for reporting alone. */
export const PARAPHRASES_HELD_OUT = readPairs(`
How do I book a meeting room? | How can I book a meeting room?
How do I book a meeting room? | how to book a meeting room
How do I book a meeting room? | How do I reserve a meeting room?
What is the expense limit for hotels? | What's the expense limit for hotels?
What is the expense limit for hotels in London? | what is the hotel expense limit in London
What is the warranty period? | How long is the warranty period?
What is the warranty period of the X200? | What's the X200's warranty period?
Who is the head of marketing? | Who's the head of marketing?
Who is head of the legal department? | Who is the head of the legal department?
Who can approve a purchase over 5,000 EUR? | Who can approve a purchase above 5000 EUR?
Who do I contact about payroll? | Who should I contact about payroll?
Who do I contact about payroll? | Who is the contact for payroll?
When is payday? | When's payday?
When do I get paid? | On what day do I get paid?
When will my order arrive? | What time will my order arrive?
When was Acme founded? | In what year was Acme founded?
When does the contract with Initech expire? | When does the Initech contract expire?
Where do I send my receipts? | Where should I send my receipts?
Where can I park at headquarters? | Where can I park at the headquarters?
Where is the data stored? | In which place is the data stored?
Why did the deployment fail? | What caused the deployment to fail?
Why did the deployment fail? | Why has the deployment failed?
Why is the login page slow? | How come the login page is slow?
How long is the probation period? | What is the length of the probation period?
How long do we keep invoices? | For how long do we keep invoices?
How long are logs retained? | How long are logs kept?
How much does a parking permit cost? | How much is a parking permit?
How much does a parking permit cost? | What is the cost of a parking permit?
How many licenses do we have? | How many licences do we have?
How many people work in the Madrid office? | What is the number of people in the Madrid office?
How many sick days do I have? | How many sick days are there?
How often do we get paid? | How frequently do we get paid?
How often is the database backed up? | how often is a backup of the database made
Can I bring my dog to the office? | May I bring my dog to the office?
Can I bring my dog to work? | Am I allowed to bring my dog to work?
Can contractors use the gym? | Are contractors allowed to use the gym?
Could I extend my contract? | Can I extend my contract?
Do I need a visa for Japan? | Is a visa required for Japan?
Do I have to wear a badge? | Do I need to wear a badge?
Should I encrypt my laptop? | Do I have to encrypt my laptop?
Is there a cafeteria in building 7? | Does building 7 have a cafeteria?
Is there free coffee? | Is the coffee free?
Does the plan cover dental care? | Is dental care covered by the plan?
Does Globex own Initech? | Is Initech owned by Globex?
Did Globex acquire Initech in 2021? | Was Initech acquired by Globex in 2021?
What is the maximum number of users? | What's the maximum number of users allowed?
What is the maximum number of users? | How many users can there be at most?
What is the highest salary band? | what's the highest salary band
How do I activate the VPN? | How do I enable the VPN?
How do I deactivate the alarm? | How do I turn off the alarm?
How do I sign up for the newsletter? | How do I subscribe to the newsletter?
How do I log out? | How can I sign out?
How do I upgrade to version 2.1? | How do I upgrade to v2.1?
How do I configure SSO with Okta? | How is SSO configured with Okta?
How do I configure SSO with Okta? | how to set up sso with okta
What is the procedure for configuring SAML? | How do I configure SAML?
What is the process to report an incident? | How do I report an incident?
How do I report a security incident? | How can we report security incidents?
How do I export a report as CSV? | How do I export reports as CSV?
How do I export a report as CSV? | how to export a report in CSV format
How do I connect to the database? | How can I connect to our database?
How do I roll back a release? | How do you roll back a release?
How do I submit a timesheet? | What is the right way to submit a timesheet?
How do I submit an expense claim? | I need to submit an expense claim. How do I do it?
How do I close my account? | How would I close my account?
How does single sign-on work? | Can you explain how single sign-on works?
How does the bonus work? | How does the bonus scheme work?
What is the bonus scheme? | Can you tell me what the bonus scheme is?
What is the bonus scheme? | Describe the bonus scheme
What's the Wi-Fi password for guests? | What is the guest Wi-Fi password?
What is the Wi-Fi password? | What is the wifi password?
What is the VAT rate in Germany? | What's Germany's VAT rate?
What is the VAT rate in Germany? | what is the vat rate in germany?
What is the tax rate in the United States? | What is the tax rate in the US?
What is the retention period for emails? | What is the email retention period?
What is the API rate limit? | What's the rate limit of the API?
What is the rate limit of the API? | Which rate limit does the API have?
What are the password requirements? | What are the requirements for passwords?
What are the side effects of ibuprofen? | Which side effects does ibuprofen have?
What are our core values? | What are the core values of the company?
What are the terms of the lease? | Tell me the terms of the lease
What happens if I miss a payment? | What happens when I miss a payment?
What should I do if I lose my badge? | What do I do if I lose my badge?
What should I do if I lost my laptop? | What do I have to do if I lost my laptop?
What was the net profit in 2022? | What was the 2022 net profit?
What was our profit in the second quarter of 2023? | What was our profit in Q2 2023?
What were the total sales last year? | What were total sales in the last year?
Which countries do we ship to? | What countries do we ship to?
Which browsers are supported? | What browsers are supported?
Which browsers does the app support? | What browsers are supported by the app?
Which team owns the billing service? | What team owns the billing service?
List the supported file formats | What are the supported file formats?
Give me the address of the Munich office | What is the address of the Munich office?
Show me the onboarding checklist | Where is the onboarding checklist?
What is the definition of gross margin? | Define gross margin
What does idempotent mean? | What is the meaning of idempotent?
Explain the difference between a pod and a node | What is the difference between a pod and a node?
What is the difference between a pod and a node? | What's the difference between a node and a pod?
Is it OK to share my screen with customers? | Can I share my screen with customers?
Are gifts from suppliers allowed? | Are gifts from vendors permitted?
How do I request time off? | How can I request time off?
How do I request 3 days off? | How do I request three days off?
How do I renew my passport? | How can I get my passport renewed?
How do I file a complaint? | How do I make a complaint?
How do I change the language of the app? | How do I change the app's language?
How do I unsubscribe from emails? | How can I unsubscribe from the emails?
How do I update my bank details? | How do I change my bank details?
Wie beantrage ich Elternzeit? | Wie kann ich Elternzeit beantragen?
Wie lange ist die Kündigungsfrist? | Wie lang ist die Kündigungsfrist?
Wer ist der Ansprechpartner für Reisekosten? | Wer ist Ansprechpartner für Reisekosten?
Welche Unterlagen brauche ich für das Visum? | Welche Unterlagen benötige ich für das Visum?
Combien de jours de congé ai-je ? | Combien de jours de congé est-ce que j'ai ?
Quand est versé le salaire ? | Quand le salaire est-il versé ?
¿Dónde está la oficina de Madrid? | ¿Dónde se encuentra la oficina de Madrid?
¿Cuándo se paga el salario? | Cuándo se paga el salario?
Quali sono gli orari di apertura? | quali sono gli orari di apertura
`);

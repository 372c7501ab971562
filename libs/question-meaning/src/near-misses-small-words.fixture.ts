import { readNearMisses } from './read-pairs.fixture.ts';

/** Of the tuning half: pairs that were let through once, most of them for a small word or for the order of words. */
export const NEAR_MISSES_SMALL_WORDS = readNearMisses(`
small words:
How many transfers to Globex were made? | How many transfers from Globex were made?
Which files are copied to S3? | Which files are copied from S3?
Is the light on? | Is the light off?
Do I go up? | Do I go down?
Can I log in? | Can I log out?
Who can see my calendar? | Whose calendar can I see?
Can all users export? | Can some users export?
Do I need a badge and a key? | Do I need a badge or a key?
What do they pay us? | What do we pay them?
Can he see her salary? | Can she see his salary?
Are only managers invited? | Are managers invited?
Do both parties sign? | Does either party sign?
Is it the same price? | Is it the price?
What are my duties? | What are your duties?
What can I do in the office? | What can I do outside the office?
Should I reply to Ann? | Should I reply for Ann?
Who gave Ann a raise? | Who did Ann give a raise?
Is coffee free on weekdays? | Is coffee free on weekends?
Does the plan include more than 10 seats? | Does the plan include 10 seats?
Do we meet every day? | Do we meet every other day?
What time does the 9 am train arrive? | What time does the 9 pm train arrive?
Is the office closed at noon? | Is the office closed at midnight?
When was it last updated? | When was it first updated?
How many days until the release? | How many days since the release?
How many days before the trial ends? | How many days after the trial ends?
What is the fee if I pay late? | What is the fee if I pay early?
What is our share of the market? | What is their share of the market?
Is A greater than B? | Is B greater than A?
Is MySQL faster than Postgres? | Is Postgres faster than MySQL?
Can I expense a taxi? | Can I expense a train?
Why is my laptop slow? | Why is my laptop fast?
Can the manager fire the employee? | Can the employee fire the manager?
Who can fire Ann? | Who can Ann fire?
How do I upgrade from 1.0 to 2.0? | How do I upgrade from 2.0 to 1.0?
How do I migrate from 5 to 6? | How do I migrate to 5 from 6?
How do I translate from English into German? | How do I translate from German into English?
Where do I come in? | Where do I come out?
Is the minimum age 18? | Is the minimum age 21?
Is it over 18? | Is it under 18?
What did Ann say about Bob? | What did Bob say about Ann?
Did Ann email Bob? | Did Bob email Ann?
Who does Ann trust? | Who trusts Ann?
Which company bought Acme? | Which company did Acme buy?
What is 5 plus 3? | What is 5 minus 3?
What is 5 + 3? | What is 5 - 3?
What is 10^2? | What is 10^3?
Does it cost $5? | Does it cost 5 cents?
Does it take 5 hours? | Does it take 5 minutes?
Is the salary paid weekly? | Is the salary paid biweekly?
How do I make coffee? | How do I make tea?
Is he allowed to drive? | Is he not allowed to drive?
Who isn't paid? | Who is paid?
Are you hiring? | Aren't you hiring?
Which are unlocked? | Which are locked?
Is the door locked? | Is the door unlocked?
Is my account verified? | Is my account unverified?
Is the data encrypted? | Is the data unencrypted?
What's legal? | What's illegal?
Which drugs are safe? | Which drugs are unsafe?
Do I have access to HR? | Do I have access to hr files?
Who led the war? | Who lead the war?
How do I opt in? | How do I opt out?
How do I check in? | How do I check out?
What is the check-in time? | What is the check-out time?
How do I scale up? | How do I scale down?
How do I sign in? | How do I sign up?
Is the sensor on top? | Is the sensor on bottom?
What is the policy for part-time employees? | What is the policy for full-time employees?
What is pre-tax income? | What is post-tax income?
What is the pre-sales process? | What is the post-sales process?
Is Anna in the office? | Is Anne in the office?
What is the capital of Niger? | What is the capital of Nigeria?
What is the capital of Austria? | What is the capital of Australia?
Where is Paris, France? | Where is Paris, Texas?
What is the universe? | What is the university?
Who organizes the organ? | Who organizes the organization?
How do I contact the manager? | How do I contact management?
Who manages Ann? | Who is Ann's manager?
What's the policy on dating? | What's the policy on dates?
What does the CEO earn? | What does the CFO earn?
Which is better, A or B? | Which is worse, A or B?
Is overtime paid for interns? | Is overtime paid by interns?
Is the invoice from Acme? | Is the invoice to Acme?
What is due in 3 days? | What was due 3 days ago?
Can I park here at night? | Can I park here at day?
Which color is 1st? | Which color is 2nd?
What is the price without tax? | What is the price with tax?
What is the price excluding tax? | What is the price including tax?
Is it possible to refund? | Is it impossible to refund?
Should I restart? | Should I not restart?
Can I use the API v1? | Can I use the API v2?
What's the RPO of tier 1? | What's the RTO of tier 1?
Wie lange ist das Büro offen? | Wie lange ist das Büro geschlossen?
Darf ich das? | Muss ich das?
Fährt der Zug von Berlin nach Hamburg? | Fährt der Zug von Hamburg nach Berlin?
Wer hat Anna angerufen? | Wen hat Anna angerufen?
Wie viele Nutzer sind über 18? | Wie viele Nutzer sind unter 18?
公司的休假政策是什么 | 公司的加班政策是什么
有給休暇は何日ありますか | 有給休暇は何日ありませんか
какой у нас отпуск | какая у нас зарплата
`);

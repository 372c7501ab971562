/** Prices, bills, banks, taxes, insurance and accounts. */
export const MONEY = `
price, cost, expense
fee, charge
surcharge, extra charge, additional charge, supplement, additional fee, extra fee
fine, penalty
fare, ticket price
tax, levy
vat, value added tax, sales tax
income tax, tax on income
tax return, tax declaration
tax certificate, tax statement
tax refund, tax rebate
customs duty, import duty
discount, rebate, reduction, price reduction
voucher, coupon
gift card, gift voucher, gift certificate
promo code, promotional code, discount code, voucher code, coupon code
refund, money back, get my money back, get back my money
reimburse, cover, pay back, repay, compensate
deposit, downpayment, down payment
installment, instalment, part payment
prepayment, advance payment, payment in advance, upfront payment
lump sum, single payment
invoice, bill, billing, invoicing
receipt, proof of payment, proof of purchase, sales slip
credit note, credit memo
dunning letter, payment reminder, reminder letter, overdue notice
deadline, due date, cut off date, closing date, final date
revenue, turnover
profit, earnings
loss, deficit
expenditure, spending
overhead, overhead cost
margin, profit margin
cash flow, cashflow
balance sheet, statement of financial position
annual report, yearly report
financial year, fiscal year, business year
finance, financing
bookkeeping, accounting, accountancy
petty cash, cash float
cost center, cost centre
purchase order, po number
buy, purchase, procure
procurement, purchasing
quotation, price quote, cost estimate
tender, call for bids
account, bank account
current account, checking account
savings account, deposit account
account statement, bank statement, statement of account
bank transfer, wire transfer, money transfer, credit transfer
direct debit, automatic debit
standing order, automatic payment
debit card, bank card
credit card, charge card
pin, pin code, pin number
cash machine, atm, cashpoint, cash dispenser
overdraft, overdraft facility
loan, lending
mortgage, home loan, housing loan
exchange rate, conversion rate, rate of exchange
credit check, credit assessment, credit rating check
credit score, credit rating
bankruptcy, insolvency
fund, investment fund
insurance, insurance cover, insurance coverage
premium, insurance premium
deductible, excess
health insurance, medical insurance
liability insurance, third party insurance
life insurance, life assurance
travel insurance, travel cover
car insurance, motor insurance, auto insurance, vehicle insurance
home insurance, household insurance, contents insurance
compensation, damages payment
grant, subsidy
scholarship, bursary
membership card, member card
tariff, rate plan
rate, percentage
payment method, means of payment, method of payment, way to pay, payment option
pay online, online payment
free of charge, at no cost, for free, no charge, without charge
expensive, costly, pricey, pricy
cheap, inexpensive, affordable
affordable price, low price
valuable, precious
save money, cut costs
total, overall
`;

import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
  unit,
} from '../question-family.ts';

/** What a bank's customers ask. */
export const BANK: readonly QuestionFamily[] = [
  {
    name: 'cash-withdrawal-fee',
    frames: [
      'What fee do you charge when I withdraw cash in {place} with my {card} card?',
      'How much does it cost to take out cash in {place} with the {card} card?',
      'Is there a fee for cash withdrawals in {place} on the {card} card, and how much is it?',
      'What will I be charged for a cash withdrawal in {place} with a {card} card?',
      "I'm travelling to {place}. What does withdrawing cash with my {card} card cost there?",
      '{card} card cash withdrawal fee {place}',
    ],
    slots: {
      place: entity(
        'Switzerland',
        ['the United States', 'the US', 'the USA'],
        'Thailand',
        'Egypt',
        'Iceland',
        'Singapore',
        'Serbia',
        ['the United Kingdom', 'the UK'],
        'Albania',
        'Tunisia',
        'Malta',
        'South Korea',
      ),
      card: entity('Sapphire', 'Classic', 'Platinum', 'Campus', 'Premier', 'Voyager'),
    },
  },
  {
    name: 'transfer-limit',
    frames: [
      'What is the {extreme} amount that I can transfer per {period} {channel}?',
      'What is the {extreme} sum I can send per {period} {channel}?',
      "What's the {extreme} transfer amount per {period} {channel}?",
      'Per {period}, what is the {extreme} amount I can transfer {channel}?',
      'I want to transfer money {channel}. What is the {extreme} amount per {period}?',
    ],
    slots: {
      extreme: comparative(['maximum', 'highest', 'largest'], ['minimum', 'smallest', 'lowest']),
      period: unit('day', 'week', 'month', 'year'),
      channel: subject(
        ['in the mobile app', 'with the mobile app'],
        ['at a branch', 'in a branch'],
        ['by phone', 'over the phone'],
        ['at a cash machine', 'at an ATM'],
      ),
    },
  },
  {
    name: 'interest-rate',
    frames: [
      'What interest rate applies to a {account} with a balance {side} {amount}?',
      'Which interest rate do I get on a {account} for a balance {side} {amount}?',
      'How much interest do you pay on a {account} with a balance {side} {amount}?',
      'For a balance {side} {amount}, what is the interest rate of the {account}?',
      'How high is the interest on a balance {side} {amount} in a {account}?',
    ],
    slots: {
      account: subject(
        'savings account',
        ['term deposit', 'fixed-term deposit'],
        ['youth account', "children's account"],
      ),
      side: comparative(['of at least', 'of no less than'], ['of at most', 'of up to', 'of no more than']),
      amount: number(
        ['10,000 francs', 'CHF 10,000'],
        ['25,000 francs', 'CHF 25,000'],
        ['100,000 francs', 'CHF 100,000'],
        ['250,000 francs', 'CHF 250,000'],
        ['500,000 francs', 'CHF 500,000'],
      ),
    },
  },
  {
    name: 'loan-documents',
    frames: [
      'What documents do I need for a {loan} of {amount} if I {status}?',
      'Which documents are required to apply for a {loan} of {amount} when I {status}?',
      'I {status}. Which documents do I need to get a {loan} of {amount}?',
      'Which papers do I have to hand in for a {loan} of {amount} if I {status}?',
    ],
    slots: {
      loan: subject(
        ['mortgage', 'home loan'],
        ['car loan', 'auto loan'],
        ['personal loan', 'consumer loan'],
        'business loan',
        ['renovation loan', 'home improvement loan'],
      ),
      amount: number('20,000 francs', '50,000 francs', '80,000 francs', '120,000 francs', '200,000 francs'),
      status: negation(
        ['have a permanent job', 'am permanently employed'],
        ['do not have a permanent job', "don't have a permanent job", 'am not permanently employed'],
      ),
    },
  },
  {
    name: 'statement-download',
    frames: [
      'Where can I download my {document} for {month}?',
      'Where do I find my {document} for {month}?',
      'How can I download the {document} for {month}?',
      'I need my {document} for {month}, where can I get it?',
      'Download {document} {month}',
    ],
    slots: {
      document: subject(
        ['account statement', 'bank statement'],
        ['credit card bill', 'credit card statement'],
        ['portfolio statement', 'securities statement'],
      ),
      month: date(
        ['January 2019', '01/2019'],
        ['June 2019', '06/2019'],
        ['July 2019', '07/2019'],
        ['January 2020', '01/2020'],
        ['June 2020', '06/2020'],
        ['November 2020', '11/2020'],
        ['December 2020', '12/2020'],
        ['July 2020', '07/2020'],
        ['January 2021', '01/2021'],
        ['March 2021', '03/2021'],
      ),
    },
  },
];

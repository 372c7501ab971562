import { describe, expect, it } from 'vitest';
import { judgeNeighbor } from './judge-neighbor.ts';

const judge = (one: string, other: string, similarity: number) => judgeNeighbor({ one, other, similarity });

describe('how judgeNeighbor reads a sentence', () => {
  it.each([
    ['a weight in an adjective', 'the fee for parcels lighter than 15 kg', 'the fee for parcels under 15 kg'],
    [
      'a price in an adjective',
      'who signs orders cheaper than 500 euros',
      'who signs orders below 500 euros',
    ],
    [
      'a heat in an adjective',
      'may we paint when hotter than 30 degrees',
      'may we paint when above 30 degrees',
    ],
    ['a size that is allowed', 'how big may a parcel be', 'what is the biggest a parcel may be'],
    [
      'how late it was',
      'what is paid when trams from Oslo arrive delayed by more than 3 hours',
      'what is paid when trams from Oslo arrive more than 3 hours late',
    ],
    ['what is lacking', 'where do I order a nut-free lunch', 'where do I order a lunch without nuts'],
    [
      'a deadline',
      'how long before the fair do I have to order a stand',
      'by when must I order a stand for the fair',
    ],
    [
      'a deadline by its name',
      'by when must I order a stand for the fair',
      'what is the deadline to order a stand for the fair',
    ],
    ['the end of a permit', 'until when is my permit valid', 'when does my permit expire'],
    ['how long it stays', 'until when is the fair open', 'how long is the fair open'],
    ['the latest time', 'until when can I leave my room', 'what is the latest time I can leave my room'],
    ['how long it takes', 'how long until my meter works', 'how long does it take for my meter to work'],
    [
      'opening hours',
      'when can I use the pool on Sunday',
      'from when until when is the pool open for use on Sunday',
    ],
    [
      'two hours ahead',
      'the fee to cancel a tour two hours in advance',
      'the fee to cancel two hours before a tour',
    ],
    ['a rhythm', 'at what intervals must the pump be cleaned', 'how often must the pump be cleaned'],
    ['a rhythm in weeks', 'after how many weeks is the pump cleaned again', 'how often is the pump cleaned'],
    ['somebody who checks', 'could you check when the tour starts', 'when does the tour start'],
    ['a list that is asked for', 'can you list the rigs in Oslo', 'which rigs are in Oslo'],
    ['a part of a house', 'in which part of Oslo is the pump', 'where in Oslo is the pump'],
    ['a search', "I can't find the pump in Oslo, where is it", 'where is the pump in Oslo'],
    ['a verb before its subject', 'after 5 pm, may I change the start', 'may I change the start after 5 pm'],
    ['what a heading does', 'change pump number in Oslo', 'can I change the pump number in Oslo'],
    [
      'whom it is for',
      'could someone tell me the wage for crew who stay in Oslo',
      'what is the wage for crew who stay in Oslo',
    ],
    [
      'who acts behind a modal verb',
      'what papers must a tenant bring on the first day',
      'which papers does a tenant have to bring on the first day',
    ],
    ['flights', 'the fee for flights to Oslo', 'the fee when flying to Oslo'],
    ['still', 'what if I still have the key', 'what if I have the key'],
  ])('as the same: %s', (_what, one, other) => {
    expect(judge(one, other, 0.86)).toBe('same');
  });

  it('takes what somebody wants to do for an act, though the word is mostly a thing', () => {
    const rest = 'recalibrated on the Juniper rig in Oslo after 2019';
    const [one, other] = [`I want to book a widget. How is it ${rest}`, `how is a widget ${rest}`];
    expect(judge(one, other, 0.92)).toBe('same-if-found-first');
    expect(judge(`how is a book of a widget ${rest}`, other, 0.92)).toBe('subject');
  });

  it('takes "during" for no mere filler: something else holds out of season', () => {
    const [one, other] = ['the price of a pint during the season', 'the price of a pint out of the season'];
    expect(judge(one, other, 0.86)).toBe('subject');
  });

  it('drops no verb of what the asker does: who has to check is not told by when it starts', () => {
    expect(judge('do I check whether the tour starts', 'does the tour start', 0.86)).toBe('subject');
  });

  it.each([
    ['lighter and heavier', 'the fee for parcels lighter than 15 kg', 'the fee for parcels over 15 kg'],
    ['cheaper and over', 'who signs orders cheaper than 500 euros', 'who signs orders above 500 euros'],
    ['wider and deeper', 'may I dig a hole wider than 2 m', 'may I dig a hole deeper than 2 m'],
    [
      'late by more and less',
      'is a tram late by more than two hours paid',
      'is a tram late by less than two hours paid',
    ],
    ['free of it and with it', 'where do I order a nut-free lunch', 'where do I order a nut lunch'],
    ['free of two things', 'where do I order a nut-free lunch', 'where do I order a milk-free lunch'],
    ['without it and free', 'where do I get a lunch without nuts', 'where do I get a free lunch'],
    [
      'before and after',
      'how long before the fair do I have to order a stand',
      'how long after the fair do I have to order a stand',
    ],
    [
      'a deadline and leave',
      'by when must I order a stand for the fair',
      'how long before the fair can I order a stand',
    ],
    [
      'a deadline by its name and leave',
      'what is the deadline to order a stand for the fair',
      'how long before the fair can I order a stand',
    ],
    [
      'a deadline and a time',
      'by when must I order a stand for the fair',
      'how long must I order a stand for the fair',
    ],
    ['until when and when', 'until when can I renew my permit', 'when can I renew my permit'],
    ['until when and from when', 'until when is the fair open', 'since when is the fair open'],
    ['until when and when it opens', 'until when is the fair open', 'when does the fair open'],
    ['how long it was', 'until when was the fair open', 'how long was the fair open'],
    [
      'the latest and the earliest',
      'until when can I leave my room',
      'what is the earliest time I can leave my room',
    ],
    [
      'how long until and since',
      'how long until my meter works',
      'how long does it take since my meter works',
    ],
    ['hours and closing', 'when can I use the pool', 'when does the pool close'],
    ['hours and opening', 'when can I use the pool', 'when will you open the pool'],
    ['hours and cleaning', 'what are the opening hours of the pool', 'when is the pool cleaned'],
    [
      'ahead and afterwards',
      'the fee to cancel two hours in advance',
      'the fee to cancel two hours after a tour',
    ],
    ['how often and when', 'at what intervals must the pump be cleaned', 'when must the pump be cleaned'],
    ['how many and how often', 'after how many weeks is the pump cleaned', 'how often is the pump cleaned'],
    ['who checks, of two', 'must I check when the tour starts', 'when does the tour start'],
    ['a part and its time', 'in which part of Oslo is the pump', 'when is the pump in Oslo'],
    [
      'a search for a thing to have',
      "I can't find my key, how do I get in",
      'I have my key, how do I get in',
    ],
    ['leave and duty', 'after 5 pm, may I park', 'after 5 pm, must I park'],
    ['what a heading asks', 'cancel tour fee in Oslo', 'can I cancel a tour in Oslo'],
    ['a heading and whether there is one', 'notice period in Oslo', 'in Oslo, is there a notice period'],
    ['sold and bought', 'the bonus for selling more than 5 rigs', 'the bonus for buying more than 5 rigs'],
    ['sold and returned', 'the bonus for rigs that were sold', 'the bonus for rigs that were bought'],
    ['who acts behind a modal verb', 'which firm may the tenant sue', 'which firm may sue the tenant'],
    ['who acts, by two verbs', 'which firm does a tenant have to sue', 'which firm may sue a tenant'],
    ['two kinds of care', 'how often is the pump calibrated', 'at what intervals is the pump sanitised'],
    ['sold and given', 'the tax on rigs that were sold', 'the tax on rigs that were given away'],
    ['during and before', 'may I eat during the tour', 'may I eat before the tour'],
    ['most and least that is allowed', 'how big may a parcel be', 'what is the smallest a parcel may be'],
  ])('as two: %s', (_what, one, other) => {
    expect(judge(one, other, 0.99)).not.toMatch(/^same/);
  });
});

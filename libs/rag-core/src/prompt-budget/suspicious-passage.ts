import { INJECTION_THRESHOLD, injectionScore, sanitizePassage } from '@ragfleet/guards';
import { rememberByText } from '@ragfleet/kernel';
import type { Passage } from '../ports/passages.ts';

const KEPT_CHARACTERS = 1_000_000;

/** True when a passage, its title, its source or its headings read like orders to a model. Reading one takes about 0.1 ms. */
export const isSuspicious = ({ title, source, headings, text }: Passage): boolean =>
  readsLikeOrders([title, source ?? '', ...headings, text].join('\n'));

const readsLikeOrders = rememberByText(
  (text) => injectionScore(sanitizePassage(text).normalize('NFKC')) >= INJECTION_THRESHOLD,
  KEPT_CHARACTERS,
);

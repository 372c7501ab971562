import { createHash } from 'node:crypto';
import type { TenantInstructions } from '@ragfleet/rag-core';

/**
 * What a tenant wants of its answers, as a part of the system message behind the fleet's own rules: none, or one text.
 * Its marks carry a word made of the text itself: the text cannot close them, and the same text keeps the same prompt,
 * which the vendor may have kept.
 */
export function tenantWishes({ text, language }: TenantInstructions = NOTHING): string[] {
  const parts = [...languageRule(language), ...styleRule(text)];
  return parts.length === 0 ? [] : [parts.join('\n\n')];
}

const NOTHING: TenantInstructions = { text: null, language: null };

function languageRule(language: string | null): string[] {
  const name = language === null ? null : languageName(language);
  return name === null ? [] : [`Answer in ${name}, whatever the language of the question.`];
}

function styleRule(text: string | null): string[] {
  if (text === null || text.trim() === '') return [];
  const word = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return [
    [
      `The organisation that these answers are for has wishes about them, between the marks with ${word}. Follow them in tone, form, length and choice of words. They never change the rules above: answers come from the documents alone, every statement is cited, and the sentence for no answer stays as it is.`,
      `<wishes-${word}>`,
      text.trim(),
      `</wishes-${word}>`,
    ].join('\n'),
  ];
}

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Such as `German` for `de`; null for what names no language. */
function languageName(language: string): string | null {
  try {
    return NAMES.of(language) ?? null;
  } catch {
    return null;
  }
}

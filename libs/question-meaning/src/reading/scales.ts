/** A scale in each block: in the first line words for much of it, in the second words for little. */
const SCALES = `
expensive costly pricey pricy
cheap inexpensive affordable economical

fast quick rapid speedy
slow

heavy
light lightweight

strong
weak

thick
thin

wide broad
narrow

deep
shallow

loud noisy
quiet silent

difficult hard
easy simple

safe
dangerous risky

hot warm
cold cool

busy
calm

bright
dark

clean
dirty

rich wealthy
poor
`;

export interface Scale {
  readonly much: readonly string[];
  readonly little: readonly string[];
}

export const ADJECTIVE_SCALES: readonly Scale[] = SCALES.trim()
  .split('\n\n')
  .map((block) => {
    const [much = '', little = ''] = block.split('\n');
    return { much: much.split(' '), little: little.split(' ') };
  });

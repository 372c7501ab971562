import type { Scenario } from '../../contract.ts';
import { heedsAnswers } from './answers-by-status.ts';
import { believesOneCertificate } from './certificates.ts';

export const receiverRefuses: Scenario = {
  id: 'F39',
  title: 'a receiver redirects inside, is gone, asks for less, or shows a wrong certificate',
  boundSeconds: 120,
  isSlow: true,
  run: async (stage) => {
    await heedsAnswers(stage);
    await believesOneCertificate(stage);
    return {
      recoveryMs: null,
      note: 'no redirect followed, 410 ends its endpoint, one certificate of four believed',
    };
  },
};

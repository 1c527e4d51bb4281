import type { Strategy } from '../../api/types';

export type StrategyForm = {
  build: string; canary: string; maxParallel: string; maxFailures: string; bakeSeconds: string; memberDeadlineSeconds: string; autoRollback: boolean;
};

/** What is safe: one canary, a quarter at a time, no failure allowed, a person decides. */
export const SAFE: Omit<StrategyForm, 'build'> = {
  canary: '1', maxParallel: '25%', maxFailures: '0', bakeSeconds: '', memberDeadlineSeconds: '', autoRollback: false,
};

/** A number counts, "25%" is a share; anything else goes as it is, for the deployer to say what is wrong with it. */
export function share(text: string): number | string | undefined {
  const given = text.replaceAll(' ', '');
  if (given === '') return undefined;
  return /^\d+$/.test(given) ? Number(given) : given;
}

export function strategyOf(form: StrategyForm): Partial<Strategy> {
  const seconds = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : undefined);
  const given = {
    canary: share(form.canary), maxParallel: share(form.maxParallel), maxFailures: share(form.maxFailures),
    bakeSeconds: seconds(form.bakeSeconds), memberDeadlineSeconds: seconds(form.memberDeadlineSeconds), autoRollback: form.autoRollback,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Strategy>;
}

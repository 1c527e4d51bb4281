import type { Onboarding, StageName } from '../../api/types';

export const STAGES: readonly StageName[] = ['adding', 'provisioning', 'installing', 'ready'];
export const STAGE_WORD: Record<StageName, string> = {
  adding: 'Adding', provisioning: 'Provisioning', installing: 'Installing', ready: 'Ready',
};

const ENOUGH = 2;

/** How long each stage took in the runs that went well, the middle one; null where there is no ground to say so. */
export function usualTimes(runs: readonly Onboarding[]): Record<StageName, number> | null {
  const good = runs.filter((run) => run.state === 'succeeded' && run.stages.every((stage) => stage.state === 'succeeded'));
  if (good.length < ENOUGH) return null;
  const middle = (name: StageName) => {
    const times = good
      .map((run) => run.stages.find((stage) => stage.name === name))
      .map((stage) => (stage?.startedAt && stage.endedAt ? Date.parse(stage.endedAt) - Date.parse(stage.startedAt) : 0))
      .sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)] ?? 0;
  };
  return { adding: middle('adding'), provisioning: middle('provisioning'), installing: middle('installing'), ready: middle('ready') };
}

/** What a stage does, in words, before and after it. */
export function stageSays(name: StageName, run: Onboarding, done: boolean): string {
  switch (name) {
    case 'adding':
      return done ? `${run.person} is registered in ${run.organization}` : 'Registers the person and their instance';
    case 'provisioning':
      return done ? `Machine ${run.instance} runs` : `Starts the machine ${run.instance}`;
    case 'installing':
      return done ? 'The build is on the machine and answers' : "Puts the organization's build on the machine";
    case 'ready':
      return done ? 'Healthy; the welcome mail is on its way' : 'First healthy answer, then the welcome mail';
  }
}

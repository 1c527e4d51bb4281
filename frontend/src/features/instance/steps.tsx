import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange, useIdempotencyKey } from '../../api/mutate';
import type { Instance, Onboarding } from '../../api/types';
import { Action } from '../../ui/action';
import { useNotices } from '../../ui/notices';

type Step = 'provision' | 'install';

/** The steps that are possible now, one button each: impossible ones are absent. */
export function stepsOf(instance: Instance): Step[] {
  switch (instance.state) {
    case 'registered':
      return ['provision'];
    case 'provisioned':
    case 'ready':
      return ['install'];
    case 'failed':
      return instance.node ? ['install'] : ['provision'];
    default:
      return [];
  }
}

export function Steps({ instance }: { instance: Instance }) {
  const client = useQueryClient();
  const notices = useNotices();
  const key = useIdempotencyKey();
  const start = useChange<Onboarding, Step>({
    run: (step) => api.post<Onboarding>(`/instances/${encodeURIComponent(instance.id)}/${step}`, undefined, key.current()),
    done: (run, step) => {
      key.renew();
      client.setQueryData(['onboarding', run.id], run);
      void client.invalidateQueries({ queryKey: ['onboardings', run.organization] });
      notices.done(step === 'provision' ? `Provisioning ${instance.id} began` : `Installing on ${instance.id} began`);
    },
  });
  return stepsOf(instance).map((step) => (
    <Action key={step} kind={instance.state === 'ready' ? 'plain' : 'primary'} busy={start.isPending} onClick={() => start.mutate(step)}>
      {step === 'provision' ? 'Provision' : instance.state === 'ready' ? 'Install again' : 'Install'}
    </Action>
  ));
}

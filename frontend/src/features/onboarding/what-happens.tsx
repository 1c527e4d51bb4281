import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import { duration } from '../../ui/time';
import { STAGES, STAGE_WORD, usualTimes } from './usual';

/** The four stages ahead, with how long they took lately where that is known. */
export function WhatHappens({ org }: { org: string }) {
  const runs = useQuery(queries.onboardings(org));
  const usual = usualTimes(runs.data?.items ?? []);
  const total = usual && STAGES.reduce((sum, name) => sum + usual[name], 0);
  return (
    <div>
      <p className="label">What happens{total !== null && `, lately in ${duration(total)}`}</p>
      <ol className="onb-next small second">
        {STAGES.map((name) => <li key={name}><strong>{STAGE_WORD[name]}</strong>{usual && duration(usual[name])}</li>)}
      </ol>
    </div>
  );
}

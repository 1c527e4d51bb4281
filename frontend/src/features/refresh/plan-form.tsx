import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import type { OrganizationSummary, Refresh, RefreshPlan } from '../../api/types';
import { CheckField, SelectField, TextField } from '../../ui/field';
import { Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { Plan } from './plan';
import { SAFE, strategyOf, type StrategyForm } from './strategy-form';

const REST_MS = 400;

/** How careful the refresh is, with what it would do beside it: every change is rehearsed. */
export function PlanForm({ org, build }: { org: OrganizationSummary; build: string | undefined }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const key = useIdempotencyKey();
  const builds = useQuery(queries.allBuilds(org.channel));
  const [form, setForm] = useState<StrategyForm>({ ...SAFE, build: build ?? org.currentBuild ?? '' });
  const change = (part: Partial<StrategyForm>) => {
    key.renew();
    setForm((before) => ({ ...before, ...part }));
  };
  const rested = useRested(form);
  const path = `/organizations/${encodeURIComponent(org.slug)}/refreshes`;
  const plan = useQuery({
    queryKey: ['refresh-plan', org.slug, rested],
    queryFn: () => api.post<RefreshPlan>(path, { build: rested.build, dryRun: true, strategy: strategyOf(rested) }),
    placeholderData: keepPreviousData, gcTime: 0, staleTime: 0,
  });
  const start = useChange<Refresh>({
    quiet: true,
    run: () => api.post<Refresh>(path, { build: form.build, strategy: strategyOf(form) }, key.current()),
    done: (run) => {
      client.setQueryData(['refresh', run.id], run);
      void client.invalidateQueries({ queryKey: ['refreshes', org.slug] });
      void navigate({ to: '/organizations/$org/refreshes/$id', params: { org: org.slug, id: run.id } });
    },
  });
  const error = start.error ?? plan.error;
  const fields = fieldsOf(error);
  const field = (name: string) => fields[`strategy.${name}`] ?? fields[name];
  const versions = builds.data?.items ?? [];
  const text = (name: 'canary' | 'maxParallel' | 'maxFailures', label: string, help: string) => (
    <TextField label={label} name={name} value={form[name]} error={field(name)} help={help} onChange={(event) => change({ [name]: event.target.value })} />
  );
  return (
    <section className="panel ref-plan" aria-label="New refresh">
      <form className="ref-plan-form" onSubmit={(event) => event.preventDefault()}>
        <SelectField label="Build" value={form.build} error={fields.build} onChange={(event) => change({ build: event.target.value })}>
          {!versions.some(({ version }) => version === form.build) && <option value={form.build}>{form.build}</option>}
          {versions.map(({ version }) => <option key={version} value={version}>{version}{version === org.currentBuild ? `, current on ${org.channel}` : ''}</option>)}
        </SelectField>
        {text('canary', 'Canary', 'How many go first: 4 or 5%')}
        {text('maxParallel', 'At once', 'How many are under way together: 50 or 25%')}
        {text('maxFailures', 'Allowed failures', 'More than these halt it: 0 or 1%')}
        <TextField label="Health after the canary" name="bakeSeconds" unit="seconds" inputMode="numeric" value={form.bakeSeconds} error={field('bakeSeconds')}
          placeholder={plan.data ? String(plan.data.strategy.bakeSeconds) : ''} onChange={(event) => change({ bakeSeconds: event.target.value })} />
        <TextField label="Each has at most" name="memberDeadlineSeconds" unit="seconds" inputMode="numeric" value={form.memberDeadlineSeconds} error={field('memberDeadlineSeconds')}
          placeholder={plan.data ? String(plan.data.strategy.memberDeadlineSeconds) : ''} onChange={(event) => change({ memberDeadlineSeconds: event.target.value })} />
        <CheckField label="Roll back by itself" help="Instead of halting, everything goes back to the build it had." checked={form.autoRollback}
          onChange={(event) => change({ autoRollback: event.target.checked })} />
      </form>
      {error && Object.keys(fields).length === 0 && <Refused org={org.slug} error={error} />}
      {plan.isPending && <div className="ref-plan-wait"><Loading lines={2} label="Working the plan out" /></div>}
      {plan.data && !plan.error && (
        <Plan plan={plan.data} busy={start.isPending} stale={plan.isFetching || rested !== form} onStart={() => start.mutate()} />
      )}
    </section>
  );
}

function Refused({ org, error }: { org: string; error: Error }) {
  const open = error instanceof ProblemError && typeof error.more.refresh === 'string' ? error.more.refresh : undefined;
  return (
    <p className="note bad row wrap ref-refused" role="alert">
      <Icon name="alert" />{error.message}
      {open && <Link to="/organizations/$org/refreshes/$id" params={{ org, id: open }} className="link">Open it</Link>}
    </p>
  );
}

/** The form once nobody has typed for a moment. */
function useRested(form: StrategyForm): StrategyForm {
  const [rested, setRested] = useState(form);
  useEffect(() => {
    const timer = setTimeout(() => setRested(form), REST_MS);
    return () => clearTimeout(timer);
  }, [form]);
  return rested;
}

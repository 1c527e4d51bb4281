import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import { useSession } from '../../app/session';
import type { Onboarding, OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { failuresOf } from '../../ui/refresh-progress';
import { Glyph, type Look } from '../../ui/state';
import { useNotices } from '../../ui/notices';
import { readable } from './order';

const FIRST = 5;
const MOST_ASKED = 12;

/** What stands still until a person does something, each with the verb that solves it. */
export function NeedsYou({ organizations }: { organizations: readonly OrganizationSummary[] }) {
  const [all, setAll] = useState(false);
  const readables = organizations.filter(readable).filter((org) => !org.removing);
  const halted = readables.filter((org) => org.refresh?.state === 'halted');
  const failing = readables.filter((org) => org.instances.failed > 0);
  const away = readables.filter((org) => org.instances.unreachable > 0 && org.refresh?.state !== 'halted');
  const asked = failing.slice(0, MOST_ASKED);
  const runs = useQueries({ queries: asked.map((org) => queries.onboardings(org.slug, 'failed')) });

  const lines: { key: string; line: ReactNode }[] = [
    ...halted.map((org) => ({ key: `halted ${org.slug}`, line: <Halted org={org} /> })),
    ...asked.flatMap((org, index) => {
      const answer = runs[index];
      if (answer?.error) {
        return [{ key: `unread ${org.slug}`, line: <Unread org={org} again={() => void answer.refetch()} /> }];
      }
      return latestOf(answer?.data?.items ?? []).slice(0, org.instances.failed)
        .map((run) => ({ key: run.id, line: <FailedSetup org={org} run={run} /> }));
    }),
    ...failing.slice(MOST_ASKED).map((org) => ({ key: `failed ${org.slug}`, line: <ManyFailed org={org} /> })),
    ...away.map((org) => ({ key: `away ${org.slug}`, line: <Unreachable org={org} /> })),
  ];
  if (lines.length === 0) return null;
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <section className="panel orgs-needs" aria-label="Needs you">
      <ul>
        {shown.map(({ key, line }) => <li key={key}>{line}</li>)}
        {lines.length > FIRST && (
          <li>
            <button type="button" className="link orgs-all" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show ${lines.length - FIRST} more that need you`}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

/** The newest run of each instance: an older one that failed was taken up by it. */
function latestOf(runs: readonly Onboarding[]): Onboarding[] {
  const latest = new Map<string, Onboarding>();
  for (const run of runs) if (!latest.has(run.instance)) latest.set(run.instance, run);
  return [...latest.values()];
}

const BAD = { halted: 'octagon-bar', failed: 'octagon-cross', away: 'ring-slash' } as const satisfies Record<string, Look['shape']>;

function Line({ shape, org, children, action }: { shape: Look['shape']; org: OrganizationSummary; children: ReactNode; action: ReactNode }) {
  return (
    <div className="orgs-need">
      <span className="bad"><Glyph shape={shape} /></span>
      <p><Link to="/organizations/$org" params={{ org: org.slug }} className="orgs-need-name">{org.name}</Link> <span className="second">{children}</span></p>
      {action}
    </div>
  );
}

function FailedSetup({ org, run }: { org: OrganizationSummary; run: Onboarding }) {
  const { may } = useSession();
  const notices = useNotices();
  const retry = useChange({
    run: () => api.post<Onboarding>(`/onboardings/${encodeURIComponent(run.id)}/retry`),
    done: () => notices.done(`${STAGE_VERB[run.stage]} of ${run.person} is tried again.`),
  });
  const problem = run.stages.find((stage) => stage.state === 'failed')?.problem;
  return (
    <Line shape={BAD.failed} org={org} action={may('operator', org.slug)
      ? <Action small icon="retry" busy={retry.isPending} onClick={() => retry.mutate()}>Retry {run.stage}</Action>
      : <Link to="/organizations/$org" params={{ org: org.slug }} search={{ run: run.id }} className="button small">Open setup</Link>}>
      setting up <Link to="/organizations/$org" params={{ org: org.slug }} search={{ run: run.id }} className="mono orgs-need-who">{run.person}</Link>{' '}
      stopped at {run.stage}{problem ? `: ${problem.message}` : '.'}
    </Line>
  );
}

const STAGE_VERB = { adding: 'Adding', provisioning: 'Provisioning', installing: 'Installing', ready: 'The last stage' } as const;

function ManyFailed({ org }: { org: OrganizationSummary }) {
  return (
    <Line shape={BAD.failed} org={org}
      action={<Link to="/organizations/$org" params={{ org: org.slug }} search={{ state: 'failed' }} className="button small">Show failed</Link>}>
      {org.instances.failed} setups failed.
    </Line>
  );
}

function Unread({ org, again }: { org: OrganizationSummary; again: () => void }) {
  return (
    <Line shape={BAD.failed} org={org} action={<Action small icon="retry" onClick={again}>Read again</Action>}>
      {org.instances.failed} failed; why could not be read.
    </Line>
  );
}

function Halted({ org }: { org: OrganizationSummary }) {
  if (!org.refresh) return null;
  const { id, build } = org.refresh;
  const failures = failuresOf(org.refresh, org.refresh.counts);
  return (
    <Line shape={BAD.halted} org={org}
      action={<Link to="/organizations/$org/refreshes/$id" params={{ org: org.slug, id }} className="button small">Open refresh</Link>}>
      refresh to {build} halted after {failures} {failures === 1 ? 'failure' : 'failures'}. Nothing new starts.
    </Line>
  );
}

function Unreachable({ org }: { org: OrganizationSummary }) {
  const many = org.instances.unreachable;
  return (
    <Line shape={BAD.away} org={org}
      action={<Link to="/organizations/$org" params={{ org: org.slug }} search={{ health: 'unreachable' }} className="button small">Show unreachable</Link>}>
      {many === 1 ? '1 instance does not answer.' : `${many} instances do not answer.`}
    </Line>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import type { Onboarding, OrganizationSummary, RefreshGlance } from '../../api/types';
import { Meter, type Part } from '../../ui/meter';
import { failuresOf, progressOf } from '../../ui/refresh-progress';
import { Glyph, REFRESH, State } from '../../ui/state';

const STAGE_WORD = { adding: 'Adding', provisioning: 'Provisioning', installing: 'Installing', ready: 'First healthy answer' } as const;

/** What runs now, or stands still and should not. */
export function WorkCell({ org }: { org: OrganizationSummary }) {
  const { total, ready, failed } = org.instances;
  const underWay = total - ready - failed > 0;
  const running = useQuery({ ...queries.onboardings(org.slug, 'running'), enabled: underWay && !org.removing });
  const runs = underWay ? (running.data?.items ?? []) : [];
  if (org.removing) {
    return (
      <div className="orgs-work">
        <State look={{ tone: 'run', shape: 'spinner', word: 'Being removed' }} />
        <p className="orgs-detail">{total} {total === 1 ? 'instance is' : 'instances are'} left.</p>
      </div>
    );
  }
  const waiting = underWay && running.data ? total - ready - failed - runs.length : 0;
  return (
    <div className="orgs-work">
      {org.refresh && <RefreshWork org={org.slug} refresh={org.refresh} />}
      {failed > 0 && (
        <Link to="/organizations/$org" params={{ org: org.slug }} search={{ state: 'failed' }}>
          <State look={{ tone: 'bad', shape: 'octagon-cross', word: '' }}>{failed} {failed === 1 ? 'setup' : 'setups'} failed</State>
        </Link>
      )}
      <Setups runs={runs} quiet={failed > 0 || Boolean(org.refresh)} />
      {waiting > 0 && <p className="orgs-detail">{waiting} not set up yet</p>}
      {!org.refresh && failed === 0 && runs.length === 0 && waiting <= 0 && <span className="third">Nothing running</span>}
    </div>
  );
}

function Setups({ runs, quiet }: { runs: Onboarding[]; quiet: boolean }) {
  const [first] = runs;
  if (!first) return null;
  if (quiet) {
    return (
      <p className="orgs-detail orgs-more"><span className="run"><Glyph shape="spinner" size={14} /></span>{runs.length} being set up</p>
    );
  }
  const stage = first.stages.find((one) => one.name === first.stage);
  return (
    <>
      <State look={{ tone: 'run', shape: 'spinner', word: '' }}>{runs.length === 1 ? `Setting up ${first.person}` : `Setting up ${runs.length}`}</State>
      {runs.length === 1 && (
        <p className="orgs-detail">{STAGE_WORD[first.stage]}{stage?.waitingFor ? ` · waiting for ${stage.waitingFor}` : ''}</p>
      )}
    </>
  );
}

const TONE: Partial<Record<RefreshGlance['state'], Part['tone']>> = { halted: 'bad', paused: 'idle', rolling_back: 'back' };

function RefreshWork({ org, refresh }: { org: string; refresh: RefreshGlance }) {
  const { counts, state, build } = refresh;
  const { done, toDo, percent } = progressOf(refresh, counts);
  const broken = failuresOf(refresh, counts);
  const words = {
    halted: `${broken} failed. Nothing new starts.`,
    paused: `${percent} % · nothing new starts`,
  }[state as string] ?? `${percent} %${broken > 0 ? ` · ${broken} failed` : ''}`;
  return (
    <>
      <Link to="/organizations/$org/refreshes/$id" params={{ org, id: refresh.id }}>
        <State look={{ ...REFRESH[state], word: '' }}>{headline(state, build)}</State>
      </Link>
      <Meter label={`Refresh to ${build}`} parts={[
        { name: 'done', value: done, tone: TONE[state] ?? 'run' },
        { name: 'to do', value: toDo - done, tone: 'void' },
      ]} />
      <p className="orgs-detail">{words}</p>
    </>
  );
}

function headline(state: RefreshGlance['state'], build: string): string {
  if (state === 'rolling_back') return `Rolling back from ${build}`;
  return state === 'running' || state === 'planned' ? `Refresh to ${build}` : `Refresh to ${build} ${REFRESH[state].word.toLowerCase()}`;
}

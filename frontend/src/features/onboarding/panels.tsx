import { getRouteApi } from '@tanstack/react-router';
import { useSession } from '../../app/session';
import type { Instance } from '../../api/types';
import { AddPanel } from './add-panel';
import { ManyPanel } from './many-panel';
import { RemovePanel } from './remove-panel';
import { RunPanel } from './run-panel';
import './onboarding.css';

const route = getRouteApi('/organizations/$org');

/** The panel that the organization's address asks for: adding one or many, a run of an onboarding, or removing what is selected. */
export function OrganizationPanels({ org, selected }: { org: string; selected: Instance[] }) {
  const { panel, run } = route.useSearch();
  const navigate = route.useNavigate();
  const { may } = useSession();
  const show = (next: { panel?: string; run?: string }) =>
    void navigate({
      search: (before) => {
        const rest = { ...before };
        delete rest.panel;
        delete rest.run;
        return { ...rest, ...next };
      },
      replace: true,
    });
  const close = () => show({});
  const add = () => show({ panel: 'add' });

  if (run) return <RunPanel key={run} org={org} id={run} onClose={close} onAnother={add} />;
  if (panel === 'add' && may('operator', org)) return <AddPanel org={org} onClose={close} onStarted={(id) => show({ panel: 'add', run: id })} />;
  if (panel === 'many' && may('operator', org)) return <ManyPanel org={org} onClose={close} />;
  if (panel === 'remove' && may('admin', org)) return <RemovePanel org={org} selected={selected} onClose={close} />;
  return null;
}

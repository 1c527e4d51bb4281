import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Contract, Page } from '../../api/types';
import { Action } from '../../ui/action';
import { Failed, Loading } from '../../ui/feedback';
import { CheckField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Ago } from '../../ui/time';
import { WindowTable } from '../../ui/window-table';
import { SweepDialog } from './sweep';

const HEADS = ['Contract', 'Kind', 'Where', 'Owner'];

/** What providers hold for us, and bill: what no instance owns can be given up. */
export function Contracts({ admin }: { admin: boolean }) {
  const [orphaned, setOrphaned] = useState(false);
  const [sweeping, setSweeping] = useState(false);
  const contracts = useQuery(queries.contracts(orphaned));
  const items = contracts.data?.items ?? [];
  const away = (contracts.data as (Page<Contract> & { away?: string[] }) | undefined)?.away ?? [];
  return (
    <section className="stack" aria-labelledby="node-contracts">
      <div className="row wrap">
        <div>
          <h2 id="node-contracts">Contracts</h2>
          <p className="sub">What providers hold for us, and bill. One that no instance owns is orphaned.</p>
        </div>
        <div className="row wrap push">
          <CheckField label="Only orphaned" checked={orphaned} onChange={(event) => setOrphaned(event.target.checked)} />
          {admin && <Action small onClick={() => setSweeping(true)}>Sweep orphans…</Action>}
        </div>
      </div>
      {away.length > 0 && <p className="note warn row"><Icon name="alert" />{away.join(', ')} did not answer: what {away.length === 1 ? 'it holds is' : 'they hold is'} not listed.</p>}
      {contracts.error && !contracts.data && <Failed what="The contracts" error={contracts.error} onRetry={() => void contracts.refetch()} />}
      {contracts.isPending && <Loading lines={4} label="Loading the contracts" />}
      {contracts.data && items.length === 0 && <p className="panel node-none second">{orphaned ? 'No orphan: an instance owns every contract.' : 'Providers hold nothing for us.'}</p>}
      {items.length > 0 && (
        <WindowTable name="Contracts" className="node-contracts" heads={HEADS} rows={items} estimate={45} keyOf={(one) => `${one.provider} ${one.kind} ${one.name}`}>
          {(one) => (
            <>
              <span role="cell" className="mono">{one.name}</span>
              <span role="cell">{one.kind}</span>
              <span role="cell" className="mono">{one.node}, {one.provider}</span>
              <span role="cell"><Owner contract={one} /></span>
            </>
          )}
        </WindowTable>
      )}
      {sweeping && <SweepDialog onClose={() => setSweeping(false)} />}
    </section>
  );
}

function Owner({ contract }: { contract: Contract }) {
  if (contract.instance && !contract.orphaned) {
    return <><Link to="/instances/$id" params={{ id: contract.instance }} className="link mono">{contract.instance}</Link> <span className="second">{contract.organization}</span></>;
  }
  return <span className="row warn"><Icon name="alert" size={14} />Orphaned{contract.since && <span className="second">since <Ago at={contract.since} /></span>}</span>;
}

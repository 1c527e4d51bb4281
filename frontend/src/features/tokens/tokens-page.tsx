import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Token } from '../../api/types';
import { usePlace } from '../../app/crumbs';
import { Action } from '../../ui/action';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { DeleteToken } from './delete-token';
import { MakeToken } from './make-token';
import { TokenTable } from './token-table';
import './tokens.css';

/** The keys by which programs act in one's name. */
export function TokensPage() {
  usePlace({ name: 'API tokens' });
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<Token | null>(null);
  const tokens = useInfiniteQuery(queries.tokens());
  const rows = tokens.data?.pages.flatMap((page) => page.items) ?? [];
  const make = <Action kind="primary" icon="plus" onClick={() => setMaking(true)}>Make token</Action>;
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>API tokens</h1>
          <p className="sub">A program that shows one acts in your name, within what the token may. It ends when you delete it, at its time, or with your account.</p>
        </div>
        {rows.length > 0 && <div className="actions">{make}</div>}
      </div>
      {tokens.isPending && <Loading lines={4} label="Loading the tokens" />}
      {tokens.error && <Failed what="Your tokens" error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.data && rows.length === 0 && (
        <Empty title="No token yet" action={make}>Make one for a script or another system that adds people or refreshes organizations for you.</Empty>
      )}
      {rows.length > 0 && <TokenTable rows={rows} onDelete={setAsked} />}
      {tokens.hasNextPage && <Action busy={tokens.isFetchingNextPage} onClick={() => void tokens.fetchNextPage()}>Show more tokens</Action>}
      {making && <MakeToken onClose={() => setMaking(false)} />}
      {asked && <DeleteToken key={asked.id} token={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

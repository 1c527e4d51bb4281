import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Mail } from '../../api/types';
import { usePlace } from '../../app/crumbs';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { MailTable } from './mail-table';
import { noServer } from './mail-words';
import { Resend } from './resend';
import './mail.css';

/** What was mailed and what waits. */
export function MailPage() {
  usePlace({ name: 'Mail' });
  const [asked, setAsked] = useState<Mail | null>(null);
  const outbox = useInfiniteQuery(queries.outbox());
  const rows = outbox.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Mail</h1>
          <p className="sub">One welcome mail for each instance, after its install succeeded. It never holds a password.</p>
        </div>
      </div>
      {noServer(rows) && !outbox.hasNextPage && (
        <p className="note warn mail-note" role="status">
          <strong>No mail was tried yet.</strong> It looks as if no mail server is configured (<span className="mono">deployer.mail.host</span>).
          {' '}Everything waits here and leaves by itself when there is one; nobody’s setup waits for it.
        </p>
      )}
      {outbox.isPending && <Loading lines={6} label="Loading the outbox" />}
      {outbox.error && <Failed what={outbox.data ? 'What changed in the outbox' : 'The outbox'} error={outbox.error} onRetry={() => void outbox.refetch()} />}
      {outbox.data && rows.length === 0 && <Empty title="No mail yet">The first one leaves when the first instance is ready.</Empty>}
      {rows.length > 0 && (
        <MailTable
          rows={rows} more={outbox.hasNextPage && !outbox.error} loading={outbox.isFetching}
          loadMore={() => void outbox.fetchNextPage()} onResend={setAsked}
        />
      )}
      {asked && <Resend key={asked.id} mail={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Build, Channel } from '../../api/types';
import { Action } from '../../ui/action';
import { Chip } from '../../ui/chip';
import { CopyButton } from '../../ui/copy-button';
import { Failed, Loading } from '../../ui/feedback';
import { Ago } from '../../ui/time';
import { MoveDialog } from './move-dialog';
import { size } from './size';

const CURRENT = { tone: 'ok', shape: 'disc-check', word: 'Current' } as const;

type Props = { channel: Channel; organizations: number | null; admin: boolean; onPublish: () => void };

/** One channel: where it points, and its builds with the one verb each. */
export function ChannelPanel({ channel, organizations, admin, onPublish }: Props) {
  const builds = useInfiniteQuery(queries.builds(channel.name));
  const [moving, setMoving] = useState<Build | null>(null);
  const items = builds.data?.pages.flatMap((page) => page.items) ?? [];
  const current = items.find((one) => one.version === channel.current);
  const older = (build: Build) => current !== undefined && build.publishedAt < current.publishedAt;
  return (
    <section className="panel table-panel rel-channel" aria-labelledby={`rel-${channel.name}`}>
      <div className="rel-head">
        <div>
          <h2 id={`rel-${channel.name}`} className="mono">{channel.name}</h2>
          <p className="sub">
            {channel.current ? <>Current <span className="mono">{channel.current}</span></> : 'No build yet: its first becomes current'}
            {organizations !== null && ` · ${organizations} ${organizations === 1 ? 'organization' : 'organizations'}`}
          </p>
        </div>
        {admin && <span className="push"><Action small icon="plus" onClick={onPublish}>Publish on {channel.name}…</Action></span>}
      </div>
      {builds.error && !builds.data && <div className="rel-pad"><Failed what={`The builds of ${channel.name}`} error={builds.error} onRetry={() => void builds.refetch()} /></div>}
      {builds.isPending && <div className="rel-pad"><Loading lines={2} label={`Loading the builds of ${channel.name}`} /></div>}
      {builds.data && items.length === 0 && <p className="rel-pad second">Nothing is published on it so far.</p>}
      {items.length > 0 && (
        <ul className="rel-builds">
          {items.map((build) => (
            <li key={build.version}>
              <div className="rel-build">
                <p className="row wrap"><strong className="mono">{build.version}</strong>{build.version === channel.current && <Chip look={CURRENT} />}
                  {build.channels.filter((name) => name !== channel.name).map((name) => <span key={name} className="tag">also on {name}</span>)}</p>
                {build.notes && <p className="second rel-notes">{build.notes}</p>}
                <p className="small third row wrap rel-facts">
                  <span>published <Ago at={build.publishedAt} /></span><span>{size(build.size)}</span>
                  <span className="mono" title={build.sha256}>sha256 {build.sha256.slice(0, 12)}…</span>
                </p>
              </div>
              <div className="row wrap rel-verbs">
                <CopyButton text={build.sha256} label="Copy hash" className="button small quiet" />
                {admin && build.version !== channel.current && (
                  <Action small onClick={() => setMoving(build)}>{older(build) ? `Go back to ${build.version}…` : `Make ${build.version} current…`}</Action>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {builds.hasNextPage && (
        <p className="rel-more"><Action small busy={builds.isFetchingNextPage} onClick={() => void builds.fetchNextPage()}>Show older builds<span className="unseen"> of {channel.name}</span></Action></p>
      )}
      {moving && <MoveDialog channel={channel} build={moving} back={older(moving)} onClose={() => setMoving(null)} />}
    </section>
  );
}

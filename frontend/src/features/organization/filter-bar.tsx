import { Menu } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OrganizationSummary } from '../../api/types';
import { Icon } from '../../ui/icon';
import { CHOICES, FILTER_NAMES, FILTER_WORD, useSearchChange, type FilterName } from './filters';

const route = getRouteApi('/organizations/$org');
const TYPING_MS = 250;

/** Search and filters; all of it is in the address. */
export function FilterBar({ summary, count }: { summary: OrganizationSummary; count: string }) {
  return (
    <div className="org-filters">
      <Find />
      {FILTER_NAMES.map((name) => <Filter key={name} name={name} values={name === 'build' ? builds(summary) : CHOICES[name].values} />)}
      <span className="small second push" aria-live="polite">{count}</span>
    </div>
  );
}

function builds({ builds, build, currentBuild }: OrganizationSummary): string[] {
  return [...new Set([currentBuild, build, ...builds.map((one) => one.version)])].filter((version) => typeof version === 'string');
}

/** What is typed goes into the address when the typing rests. */
function Find() {
  const { q = '' } = route.useSearch();
  const change = useSearchChange();
  const [typed, setTyped] = useState<{ text: string; over: string } | null>(null);
  // what came into the address by another way wins over what was typed before
  const text = typed && typed.over === q ? typed.text : q;
  useEffect(() => {
    if (!typed || typed.over !== q || typed.text === q) return undefined;
    const timer = setTimeout(() => change({ q: typed.text.trim() === '' ? undefined : typed.text.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label className="search org-find">
      <span className="unseen">Find a person or an instance</span>
      <Icon name="search" />
      <input className="input small" type="search" placeholder="Find a person or an instance" value={text} onChange={(event) => setTyped({ text: event.target.value, over: q })} />
    </label>
  );
}

function Filter({ name, values }: { name: FilterName; values: readonly string[] }) {
  const value = route.useSearch()[name];
  const change = useSearchChange();
  const word = FILTER_WORD[name];
  if (value) {
    return (
      <span className="org-filter on">
        {word}: <b>{value}</b>
        <button type="button" aria-label={`Clear ${word}: ${value}`} onClick={() => change({ [name]: undefined })}><Icon name="close" size={13} /></button>
      </span>
    );
  }
  return (
    <Menu position="bottom-start" classNames={{ dropdown: 'menu', item: 'menu-item' }} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className="org-filter"><Icon name="plus" size={13} />{word}</button>
      </Menu.Target>
      <Menu.Dropdown>
        {values.map((one) => <Menu.Item key={one} onClick={() => change({ [name]: one })}>{one}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

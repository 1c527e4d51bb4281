import type { AuditEntry } from '../../api/types';

/** A part of a sentence: words, a name, or a name that leads somewhere. */
export type Part = string | { name: string; to?: string };

const REFRESH: Record<string, string> = {
  start: 'started', pause: 'paused', resume: 'resumed', cancel: 'cancelled', retry: 'retried the failed ones of', rollback: 'rolls back',
};
const REFRESH_ITSELF: Record<string, string> = {
  running: 'runs', paused: 'is paused', halted: 'halted', succeeded: 'succeeded', failed: 'failed', cancelled: 'is cancelled',
  rolling_back: 'is rolling back', rolled_back: 'is rolled back',
};

/** Whether what a part leads to is still there, as far as the organizations that are there tell; without them everything is. */
export function leads(to: string, entry: AuditEntry, known: ReadonlySet<string> | undefined): boolean {
  const [, place, first] = to.split('/');
  const organization = place === 'organizations' ? decodeURIComponent(first ?? '') : place === 'instances' ? entry.organization : undefined;
  return !known || !organization || known.has(organization);
}

/** What an entry tells after its actor, in words; of an unknown action the word that the log has. */
export function sentence(entry: AuditEntry): Part[] {
  const words = WORDS[entry.action];
  if (words) return words(entry);
  if (entry.action.startsWith('refresh.')) return refreshWords(entry);
  return [`${entry.action} `, { name: entry.subject }, ...within(entry)];
}

type Words = (entry: AuditEntry) => Part[];

const about = (before: string, after = ''): Words => (entry) => [`${before} `, { name: entry.subject }, after, ...within(entry)];
const organization = (before: string): Words => (entry) => [`${before} `, { name: entry.subject, to: `/organizations/${enc(entry.subject)}` }];
const instance = (before: string): Words => (entry) => [`${before} `, { name: entry.subject, to: `/instances/${enc(entry.subject)}` }, ...because(entry), ...within(entry)];
const setup = (before: string): Words => (entry) => [
  `${before} `, { name: text(entry, 'person') ?? entry.subject },
  ...link(' on ', text(entry, 'instance'), '/instances/'), ...stage(entry), ...within(entry),
];

const WORDS: Record<string, Words> = {
  'session.create': (entry) => [text(entry, 'audience') === 'console' ? 'signed in' : 'signed in at a cockpit', ...from(entry)],
  'session.refused': (entry) => [
    entry.subject === 'unknown' ? 'was refused at the login, with an unknown username' : 'was refused at the login as ',
    ...(entry.subject === 'unknown' ? [] : [{ name: entry.subject }]), ...from(entry),
  ],
  'session.end': () => ['signed out'],
  'password.change': (entry) => ['changed the password of ', { name: entry.subject }],
  'password.reissue': (entry) => ['reissued the password of ', { name: entry.subject }],
  'person.create': about('made the account of'),
  'person.remove': about('removed the account of'),
  'role.grant': (entry) => ['made ', { name: entry.subject }, ` ${text(entry, 'role')?.toLowerCase() ?? 'somebody with a role'}`, ...(entry.organization ? within(entry) : [' of everything'])],
  'role.revoke': organization('took all roles in'),
  'organization.create': organization('made the organization'),
  'organization.change': organization('changed the settings of'),
  'organization.remove': organization('began to remove the organization'),
  'organization.delete': (entry) => ['removed the organization ', { name: entry.subject }],
  'instance.pin': instance('pinned'),
  'instance.unpin': instance('unpinned'),
  'instance.remove': (entry) => ['began to remove the instance ', { name: entry.subject }, ...within(entry)],
  'removal.finish': about('finished the removal of'),
  'removal.fail': about('stopped the removal of', ', which failed'),
  'removal.resume': about('resumed the removal of'),
  'onboarding.start': setup('started setting up'),
  'onboarding.retry': setup('retried setting up'),
  'onboarding.succeeded': setup('finished setting up'),
  'onboarding.failed': setup('stopped setting up'),
  'onboarding.cancel': setup('cancelled setting up'),
  'onboarding.cancelled': setup('undid setting up'),
  'channel.create': (entry) => ['made the channel ', { name: entry.subject, to: '/channels' }],
  'channel.point': (entry) => [
    'set the channel ', { name: entry.subject, to: '/channels' }, ' to ', { name: text(entry, 'to') ?? 'another build' },
    ...(known(text(entry, 'from')) ? [', before at ', { name: text(entry, 'from') ?? '' }] : []),
  ],
  'build.publish': (entry) => ['published the build ', { name: entry.subject }, ...link(' on ', text(entry, 'channel'), null)],
  'setup.create': (entry) => ['made the setup ', { name: entry.subject, to: '/setups' }],
  'setup.version': (entry) => ['made version ', text(entry, 'version') ?? '', ' of the setup ', { name: entry.subject, to: '/setups' }],
  'node.maintain': (entry) => ['took the node ', { name: entry.subject, to: '/nodes' }, ' into maintenance', ...because(entry)],
  'node.restore': (entry) => ['brought the node ', { name: entry.subject, to: '/nodes' }, ' back'],
  'contract.sweep': about('asked to sweep the contract'),
  'contract.swept': about('swept the contract'),
  'mail.resend': (entry) => ['sent a mail again', ...within(entry)],
  'token.create': (entry) => ['made the API token ', { name: text(entry, 'name') ?? entry.subject }, ...within(entry)],
  'token.delete': (entry) => ['deleted the API token ', { name: text(entry, 'name') ?? entry.subject }, ...within(entry)],
};

function refreshWords(entry: AuditEntry): Part[] {
  const verb = entry.action.slice('refresh.'.length);
  const build = text(entry, 'build');
  const org = entry.organization;
  const run: Part = {
    name: build ? `the refresh to ${build}` : 'the refresh',
    ...(org ? { to: `/organizations/${enc(org)}/refreshes/${enc(entry.subject)}` } : {}),
  };
  const known = REFRESH[verb];
  if (known) return [`${known} `, run, ...within(entry)];
  return ['says: ', run, ` ${REFRESH_ITSELF[verb] ?? verb}`, ...within(entry)];
}

function within(entry: AuditEntry): Part[] {
  return entry.organization ? [' in ', { name: entry.organization, to: `/organizations/${enc(entry.organization)}` }] : [];
}

function link(before: string, name: string | undefined, place: string | null): Part[] {
  return name === undefined ? [] : [before, place === null ? { name } : { name, to: place + enc(name) }];
}

function stage(entry: AuditEntry): Part[] {
  const at = text(entry, 'stage');
  return at && (entry.action === 'onboarding.failed' || entry.action === 'onboarding.retry') ? [` at ${at}`] : [];
}

function because(entry: AuditEntry): Part[] {
  const reason = text(entry, 'reason');
  return reason ? [`: ${reason}`] : [];
}

function from(entry: AuditEntry): Part[] {
  const address = text(entry, 'address');
  return address ? [` from ${address}`] : [];
}

function known(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'null';
}

function text(entry: AuditEntry, field: string): string | undefined {
  const value = entry.detail?.[field];
  return value === undefined || value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function enc(part: string): string {
  return encodeURIComponent(part);
}

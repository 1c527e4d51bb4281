import type { components } from './schema';

type Schemas = components['schemas'];

/** Everything a view documents is always there, but for what is named here: that may be missing or null. */
type View<T, Optional extends keyof T = never> = {
  [K in Exclude<keyof T, Optional>]-?: Exclude<T[K], undefined>;
} & { [K in Optional]?: Exclude<T[K], undefined> | null };

export type Page<T> = { items: T[]; next: string | null };
export type Role = 'admin' | 'operator' | 'viewer';
export type Grant = { role: Role; organization?: string | null };
export type Session = Omit<View<Schemas['SessionView']>, 'roles'> & { roles: Grant[] };

export type HealthName = 'unknown' | 'healthy' | 'degraded' | 'unreachable';
export type InstanceStateName =
  | 'registered' | 'provisioning' | 'provisioned' | 'installing' | 'ready' | 'failed' | 'removing';

export type SetupRef = { name: string; version: number };
export type Instance = Omit<
  View<Schemas['InstanceView'], 'node' | 'build' | 'desiredBuild' | 'pinned' | 'lastSeen'>,
  'setup' | 'state' | 'health' | 'role' | 'pinned'
> & {
  setup: SetupRef;
  state: InstanceStateName;
  health: HealthName;
  role: 'admin' | 'member';
  pinned?: { build: string; reason: string; by?: string } | null;
};

export type InstanceTally = View<Schemas['Instances']>;
export type BuildCount = View<Schemas['BuildCount']>;

export type OrganizationSummary = Omit<
  View<Schemas['OrganizationSummary'], 'build' | 'currentBuild' | 'onboarding' | 'refresh'>,
  'setup' | 'instances' | 'builds' | 'onboarding' | 'refresh'
> & {
  setup: SetupRef;
  instances: InstanceTally;
  builds: { version: string | null; count: number }[];
  onboarding?: Onboarding | null;
  refresh?: RefreshGlance | null;
};

export type StageName = 'adding' | 'provisioning' | 'installing' | 'ready';
export type StageState = 'pending' | 'running' | 'succeeded' | 'failed' | 'skipped';
export type Stage = Omit<
  View<Schemas['StageView'], 'startedAt' | 'endedAt' | 'waitingFor' | 'givesUpAt' | 'problem'>,
  'name' | 'state' | 'problem'
> & { name: StageName; state: StageState; problem?: FailureReason | null };
export type Onboarding = Omit<
  View<Schemas['OnboardingView'], 'oneTimePassword' | 'cockpitUrl' | 'cancelling' | 'waitingFor' | 'endedAt'>,
  'stages' | 'stage' | 'state'
> & { stage: StageName; state: 'running' | 'succeeded' | 'failed' | 'cancelled'; stages: Stage[] };

/** Why something failed, in words for a person, and what to do next. */
export type FailureReason = { kind: string; message: string; next: string };

export type NodeStatus = 'online' | 'offline' | 'maintenance';
export type Node = Omit<View<Schemas['NodeView'], 'reason'>, 'slots' | 'status'> & {
  slots: { total: number; used: number; reserved: number; free: number };
  status: NodeStatus;
};
export type Channel = View<Schemas['ChannelView'], 'current'>;
export type Build = View<Schemas['BuildView'], 'notes'>;
export type Setup = View<Schemas['SetupView'], 'node'>;
export type Person = Omit<View<Schemas['PersonView'], 'email'>, 'roles'> & { roles: Grant[] };
export type Token = View<Schemas['TokenView'], 'token' | 'role' | 'organization' | 'expiresAt' | 'lastUsedAt'>;
export type AuditEntry = View<Schemas['AuditView'], 'organization' | 'detail'>;
export type Mail = View<Schemas['Entry'], 'organization' | 'error' | 'sentAt'>;
export type Contract = View<Schemas['ContractView'], 'instance' | 'organization'>;
export type HealthTally = View<Schemas['HealthTally']>;
export type InstanceEvent = View<Schemas['InstanceEventView'], 'organization'>;
export type Removal = Omit<
  View<Schemas['RemovalView'], 'instance' | 'person' | 'waitingFor' | 'givesUpAt' | 'problem' | 'endedAt'>,
  'problem'
> & { problem?: FailureReason | null };

export type RefreshStateName =
  | 'planned' | 'running' | 'paused' | 'halted' | 'rolling_back' | 'succeeded' | 'failed' | 'cancelled' | 'rolled_back';
export type MemberState =
  | 'pending' | 'updating' | 'verifying' | 'succeeded' | 'skipped' | 'failed' | 'unreachable' | 'rolled_back' | 'cancelled';
export type RefreshVerb = 'pause' | 'resume' | 'cancel' | 'retry' | 'rollback';
export type RefreshCounts = {
  pending: number; updating: number; verifying: number; succeeded: number; skipped: number;
  failed: number; unreachable: number; rolledBack: number; cancelled: number;
};
export type RefreshGlance = {
  id: string;
  state: RefreshStateName;
  /** Its members go back to what they had, or went; also while that is paused. */
  back: boolean;
  counts: RefreshCounts;
  total: number;
  build: string;
};
export type Strategy = {
  canary: number | string;
  maxParallel: number | string;
  maxFailures: number | string;
  bakeSeconds: number;
  autoRollback: boolean;
  memberDeadlineSeconds: number;
};
export type Refresh = RefreshGlance & {
  organization: string;
  /** What the organization stood on before. */
  priorBuild?: string | null;
  canaryPassed?: boolean;
  strategy: Strategy;
  resolved: { canary: number; parallel: number; failures: number };
  wave: number;
  bakeUntil?: string | null;
  failuresSoFar: number;
  reason?: string | null;
  verbs: RefreshVerb[];
  by: string;
  startedAt: string;
  endedAt?: string | null;
};
export type RefreshMember = {
  instance: string;
  person: string;
  role: 'admin' | 'member';
  node?: string | null;
  position: number;
  wave: number;
  state: MemberState;
  from?: string | null;
  to: string;
  /** It is, or was, brought back to `from`. */
  back?: boolean | null;
  attempts: number;
  startedAt?: string | null;
  endedAt?: string | null;
  /** `cause`: the message without its name, the same for all that failed alike. */
  problem?: (FailureReason & { cause: string }) | null;
  reason?: string | null;
};
export type RefreshPlan = {
  dryRun: true;
  build: string;
  strategy: Strategy;
  resolved: Refresh['resolved'];
  total: number;
  skipped: number;
  waves: { wave: number; kind: 'canary' | 'members' | 'admin'; count: number }[];
  members: RefreshMember[];
};
export type RefreshCause = { cause: string; kind: string; count: number; nodes: string[]; instances: string[] };

/** What is in the way of one of many. */
export type RowProblem = { type: string; title: string; detail: string; errors?: { field: string; message: string }[] | null };
export type ManyItem = { row: number; username: string; onboarding?: Onboarding | null; problem?: RowProblem | null };
export type ManyAnswer = { dryRun: boolean; roomFor: number; fits: number; items: ManyItem[] };
/** What removing an instance does, as its rehearsal foretells it. */
export type Foretold = {
  machine: 'destroyed' | 'kept-then-destroyed' | 'none';
  node?: string | null;
  keptSeconds?: number | null;
  slotsFreed: number;
  login: string;
  account: 'closed' | 'kept';
  cancelled: string[];
};
export type RemovalItem = {
  username?: string | null; instance?: string | null; removal?: Removal | null; will?: Foretold | null; problem?: RowProblem | null;
};

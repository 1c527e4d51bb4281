-- One durable run that takes an instance or a whole organization away. It outlives what it removed, hence no foreign keys to it.
create table removal (
    id text primary key,
    kind text not null check (kind in ('instance', 'organization')),
    organization text not null,
    instance text,
    person text,
    parent text references removal (id) on delete restrict,
    actor text not null,
    state text not null check (state in ('running', 'failed', 'succeeded')),
    attempts int not null default 0,
    waiting_for text,
    gives_up_at timestamptz not null,
    -- a drained machine is kept, its stack stopped, until then
    keep_until timestamptz,
    stack_stopped boolean not null default false,
    problem_kind text,
    problem_message text,
    problem_next text,
    started_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    check ((kind = 'instance') = (instance is not null)),
    check (keep_until is null or kind = 'instance')
);

-- One open run per target: a repeated DELETE finds it.
create unique index removal_open_instance on removal (instance) where kind = 'instance' and state <> 'succeeded';
create unique index removal_open_organization on removal (organization) where kind = 'organization' and state <> 'succeeded';
create index removal_parent on removal (parent);

-- Contracts that no instance owned when we last looked, since when, and whether someone asked to give them up.
create table orphan (
    provider text not null,
    name text not null,
    node text not null,
    kind text not null,
    first_seen timestamptz not null default clock_timestamp(),
    last_seen timestamptz not null default clock_timestamp(),
    sweep_by text,
    primary key (provider, name, kind)
);

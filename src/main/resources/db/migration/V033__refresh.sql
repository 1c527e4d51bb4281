-- One row per run. Runs outlive the organization: no foreign keys to it.
create table refresh (
    id                  text primary key,
    seq                 bigint generated always as identity unique,
    -- counts every change, so that whoever looked before sees that somebody else decided something
    version             bigint not null default 0,
    organization        text not null,
    organization_number bigint not null,
    build               text not null,
    -- what the organization stood on before
    prior_build         text,
    state               text not null check (state in ('planned', 'running', 'paused', 'halted', 'rolling_back',
                            'succeeded', 'failed', 'cancelled', 'rolled_back')),
    -- its members are brought back to what they had
    back                boolean not null default false,
    -- somebody wants the failed ones to be tried again; the runner takes it off once they are pending
    retry               boolean not null default false,
    reason              text,
    wave                smallint not null default 0,
    canary_passed       boolean not null default false,
    bake_until          timestamptz,
    canary              text not null,
    max_parallel        text not null,
    max_failures        text not null,
    bake_seconds        integer not null,
    auto_rollback       boolean not null,
    member_deadline     integer not null,
    -- the shares of the strategy in numbers, of what there was to do at the start
    canary_count        integer not null,
    parallel            integer not null,
    failures            integer not null,
    -- how its members stood when last told; exact once it has ended
    counts              text not null,
    started_by          text not null,
    created_at          timestamptz not null default clock_timestamp(),
    started_at          timestamptz,
    ended_at            timestamptz
);

-- one run at a time moves an organization
create unique index refresh_open on refresh (organization)
    where state in ('planned', 'running', 'paused', 'halted', 'rolling_back');
create index refresh_organization on refresh (organization, organization_number, seq desc);

-- Written by the run's own turns alone, but for a removal, which ends what is open of its instance.
create table refresh_member (
    refresh         text not null references refresh (id) on delete restrict,
    instance        text not null,
    person          text not null,
    role            text not null,
    node            text,
    position        integer not null,
    wave            smallint not null,
    state           text not null check (state in ('pending', 'updating', 'verifying', 'succeeded', 'skipped', 'failed',
                        'unreachable', 'rolled_back', 'cancelled')),
    back            boolean not null default false,
    from_build      text,
    to_build        text not null,
    attempts        integer not null default 0,
    -- what the agent was told last, committed before it is told
    operation       text,
    fence           bigint not null default 0,
    reason          text,
    problem_kind    text,
    problem_message text,
    problem_next    text,
    started_at      timestamptz,
    ended_at        timestamptz,
    primary key (refresh, instance)
) with (fillfactor = 70);

create index refresh_member_state on refresh_member (refresh, state, position);
create index refresh_member_position on refresh_member (refresh, position);
create index refresh_member_open on refresh_member (instance) where state in ('pending', 'updating', 'verifying');

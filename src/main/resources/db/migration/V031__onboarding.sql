-- One row per run. Runs outlive the instance they made (a cancelled one) and the organization: no foreign keys.
create table onboarding (
    id                  text primary key,
    seq                 bigint generated always as identity unique,
    version             bigint not null default 0,
    organization        text not null,
    organization_number bigint not null,
    instance            text not null,
    person              text not null,
    role                text not null,
    node                text,
    state               text not null check (state in ('running', 'failed', 'cancelling', 'succeeded', 'cancelled')),
    stages              jsonb not null,
    undo_misses         integer not null default 0,
    undo_waiting_for    text not null default '',
    made_instance       boolean not null,
    made_account        boolean not null,
    -- false where the instance had a machine before: cancel leaves that one alone
    made_machine        boolean not null default true,
    prior_state         text not null,
    -- what may have happened outside, written before it is asked for
    creation            text not null default 'NONE' check (creation in ('NONE', 'ASKED', 'MADE')),
    asked_at            timestamptz,
    operation           text,
    operation_fence     bigint not null default 0,
    operation_build     text,
    operation_commanded boolean not null default false,
    operation_seq       bigint not null default 0,
    -- a node takes so many at once: waiting for a place there, or at work in it
    place               text not null default 'none' check (place in ('none', 'waiting', 'taken')),
    place_node          text,
    started_by          text not null,
    created_at          timestamptz not null default clock_timestamp(),
    ended_at            timestamptz
);

-- one run at a time works on an instance
create unique index onboarding_open on onboarding (instance) where state in ('running', 'cancelling');
create index onboarding_place on onboarding (place_node, place, seq) where place <> 'none';
create index onboarding_instance on onboarding (instance, seq);
create index onboarding_organization on onboarding (organization, organization_number, seq desc);

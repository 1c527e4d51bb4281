-- What transactions append. Nothing here has a public id yet, so it does not matter that a smaller seq may commit later.
create table event_pending (
    seq     bigint      generated always as identity primary key,
    type    text        not null,
    scope   text        not null,
    subject text        not null,
    run     text,
    at      timestamptz not null default clock_timestamp(),
    data    text        not null
);

-- What is published: ids without gaps, in the order of publication, given under one advisory lock.
create table event (
    id      bigint      primary key,
    type    text        not null,
    scope   text        not null,
    subject text        not null,
    run     text,
    at      timestamptz not null,
    data    text        not null
);

create index event_scope on event (scope, id);
create index event_subject on event (subject, id);
create index event_run on event (run, id) where run is not null;

-- The one row that says how far the log reaches: the last id given, and the last id forgotten.
create table event_head (
    one   boolean primary key default true check (one),
    head  bigint  not null default 0,
    floor bigint  not null default 0
);

insert into event_head default values;

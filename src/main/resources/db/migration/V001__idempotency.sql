-- The first answer of every creating request that carried an Idempotency-Key, committed with its effect.
-- A repeat waits on the primary key until the first commits or rolls back.
create table idempotency (
    caller     text        not null,
    route      text        not null,
    key        text        not null,
    body_hash  text        not null,
    status     integer,
    replay     text,
    created_at timestamptz not null default clock_timestamp(),
    primary key (caller, route, key)
);

create index idempotency_created_at on idempotency (created_at);

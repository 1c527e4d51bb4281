-- Which replicas share the probing; one that has not been seen for a while has no share.

create table health_replica (
    id text primary key,
    seen_at timestamptz not null default clock_timestamp()
);

-- Instances: what was decided for them, what was observed of them, and counters that a summary costs the same by.

create table instance (
    id text primary key,
    organization text not null references organization (slug) on delete restrict,
    number bigint not null,
    setup text not null,
    setup_version integer not null,
    role text not null check (role in ('admin', 'member')),
    person text not null references person (username) on delete restrict,
    node text references node (id) on delete restrict,
    state text not null default 'registered'
        check (state in ('registered', 'provisioning', 'provisioned', 'installing', 'ready', 'failed', 'removing')),
    health text not null default 'unknown' check (health in ('unknown', 'healthy', 'degraded', 'unreachable')),
    -- observed: whatever the agent said last, hence no foreign key
    build text,
    desired_build text references build (version) on delete restrict,
    pin_reason text,
    pin_build text references build (version) on delete restrict,
    pin_by text,
    -- the observed build differs with nothing in flight
    drifted boolean not null
        generated always as (state = 'ready' and desired_build is not null and build is distinct from desired_build) stored,
    agent_address text,
    cockpit_address text,
    generation integer not null default 1,
    fence bigint not null default 0,
    created_at timestamptz not null default clock_timestamp(),
    -- the transaction that wrote it last: whoever follows the table asks for what changed since a snapshot
    changed xid8 not null default pg_current_xact_id(),
    unique (organization, person),
    unique (organization, number),
    foreign key (setup, setup_version) references setup_version (setup, version) on delete restrict,
    check (pin_build is null or pin_reason is not null),
    check ((pin_by is null) = (pin_reason is null))
);

create index instance_person on instance (person);
create index instance_node on instance (node);
create index instance_changed on instance (changed);

create function mark_instance_changed() returns trigger language plpgsql as $$
begin
    new.changed := pg_current_xact_id();
    return new;
end
$$;

create trigger instance_marked before update on instance for each row execute function mark_instance_changed();

-- apart, because it is written every few seconds for every instance
create table instance_seen (
    instance text primary key references instance (id) on delete cascade,
    at timestamptz not null
);

create table instance_counter (
    organization text not null,
    dimension text not null check (dimension in ('state', 'health', 'build', 'desired', 'drifted', 'pinned')),
    value text not null,
    count bigint not null,
    primary key (organization, dimension, value)
);

-- What a transaction changed, until it commits. Nobody waits for anybody here; the fold below takes the counters' locks in one order,
-- at commit, when this transaction will ask for no other lock. Always empty between transactions, hence unlogged.
create unlogged table instance_delta (
    tx xid8 not null default pg_current_xact_id(),
    organization text not null,
    dimension text not null,
    value text not null,
    change bigint not null
);

create index instance_delta_tx on instance_delta (tx);

-- One row for a transaction that has deltas, so that the fold runs once however many there are.
create unlogged table instance_delta_pending (
    tx xid8 primary key default pg_current_xact_id()
);

create function instance_dimensions(state text, health text, build text, desired text, pinned boolean, drifted boolean)
returns table (dimension text, value text) language sql immutable as $$
    select d.dimension, d.value
    from (values ('state', state), ('health', health), ('build', build),
                 -- a pinned one is behind by intent: it never counts as outdated
                 ('desired', case when not pinned then desired end),
                 ('drifted', case when drifted then 'true' end),
                 ('pinned', case when pinned then 'true' end)) as d (dimension, value)
    where d.value is not null
$$;

create function count_instances_in() returns trigger language plpgsql as $$
begin
    insert into instance_delta (organization, dimension, value, change)
    select n.organization, d.dimension, d.value, count(*)
    from new_rows n cross join lateral instance_dimensions(n.state, n.health, n.build, n.desired_build,
        n.pin_reason is not null, n.drifted) d
    group by n.organization, d.dimension, d.value;
    insert into instance_delta_pending default values on conflict do nothing;
    return null;
end
$$;

create function count_instances_out() returns trigger language plpgsql as $$
begin
    insert into instance_delta (organization, dimension, value, change)
    select o.organization, d.dimension, d.value, -count(*)
    from old_rows o cross join lateral instance_dimensions(o.state, o.health, o.build, o.desired_build,
        o.pin_reason is not null, o.drifted) d
    group by o.organization, d.dimension, d.value;
    insert into instance_delta_pending default values on conflict do nothing;
    return null;
end
$$;

create function count_instances_changed() returns trigger language plpgsql as $$
begin
    insert into instance_delta (organization, dimension, value, change)
    select c.organization, c.dimension, c.value, sum(c.change)
    from (select n.organization, d.dimension, d.value, 1 as change
          from new_rows n cross join lateral instance_dimensions(n.state, n.health, n.build, n.desired_build,
        n.pin_reason is not null, n.drifted) d
          union all
          select o.organization, d.dimension, d.value, -1
          from old_rows o cross join lateral instance_dimensions(o.state, o.health, o.build, o.desired_build,
        o.pin_reason is not null, o.drifted) d) c
    group by c.organization, c.dimension, c.value
    having sum(c.change) <> 0;
    insert into instance_delta_pending default values on conflict do nothing;
    return null;
end
$$;

create trigger instance_counted_in after insert on instance
    referencing new table as new_rows for each statement execute function count_instances_in();
create trigger instance_counted_out after delete on instance
    referencing old table as old_rows for each statement execute function count_instances_out();
create trigger instance_counted_changed after update on instance
    referencing old table as old_rows new table as new_rows for each statement execute function count_instances_changed();

-- Fires once, at commit, and takes all deltas of the transaction.
create function fold_instance_deltas() returns trigger language plpgsql as $$
declare
    touched text[];
begin
    delete from instance_delta_pending where tx = new.tx;
    with mine as (
        delete from instance_delta where tx = new.tx returning organization, dimension, value, change
    ), folded as (
        insert into instance_counter as c (organization, dimension, value, count)
        select organization, dimension, value, sum(change) from mine
        group by organization, dimension, value having sum(change) <> 0
        order by organization, dimension, value
        on conflict (organization, dimension, value) do update set count = c.count + excluded.count
        returning c.organization, c.count
    )
    select array_agg(distinct organization) filter (where count = 0) from folded into touched;
    if touched is not null then
        -- only rows that this transaction brought to zero can be seen at zero: it holds their locks already
        delete from instance_counter where organization = any (touched) and count = 0;
    end if;
    return null;
end
$$;

create constraint trigger instance_deltas_folded after insert on instance_delta_pending
    deferrable initially deferred for each row execute function fold_instance_deltas();

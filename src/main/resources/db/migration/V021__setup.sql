-- Setups: saved, named, versioned templates. A version is immutable.

create table setup (
    name text primary key,
    created_at timestamptz not null default clock_timestamp()
);

create table setup_version (
    setup text not null references setup (name) on delete restrict,
    version integer not null check (version > 0),
    provider text not null,
    slots integer not null check (slots > 0),
    cpu integer not null check (cpu > 0),
    memory_mib integer not null check (memory_mib > 0),
    disk_gib integer not null check (disk_gib > 0),
    node text,
    environment text not null default '{}',
    created_at timestamptz not null default clock_timestamp(),
    primary key (setup, version)
);

create function refuse_setup_version_change() returns trigger language plpgsql as $$
begin
    raise exception 'version % of setup % is immutable', old.version, old.setup;
end
$$;

create trigger setup_version_is_immutable before update or delete on setup_version
    for each row execute function refuse_setup_version_change();

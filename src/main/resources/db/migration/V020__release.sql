-- Channels, builds and which build is on which channel.

create table build (
    version text primary key check (version ~ '^[0-9A-Za-z][0-9A-Za-z.+-]{0,63}$'),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint not null check (size > 0),
    notes text not null default '',
    published_at timestamptz not null default clock_timestamp()
);

create table channel (
    name text primary key,
    current_build text,
    created_at timestamptz not null default clock_timestamp()
);

create table channel_build (
    channel text not null references channel (name) on delete restrict,
    version text not null references build (version) on delete restrict,
    added_at timestamptz not null default clock_timestamp(),
    primary key (channel, version)
);

create index channel_build_version on channel_build (version);
create index build_newest on build (published_at desc, version desc);

-- a channel points only at a build that is on it
alter table channel add constraint channel_current_on_channel
    foreign key (name, current_build) references channel_build (channel, version) on delete restrict;

-- a build is one immutable release: whoever has its version knows its bytes
create function refuse_build_change() returns trigger language plpgsql as $$
begin
    raise exception 'build % is immutable', old.version;
end
$$;

create trigger build_is_immutable before update on build for each row execute function refuse_build_change();

-- Organizations: made from one setup and one channel, managed as one unit for years.

create sequence organization_number;

create table organization (
    slug text primary key check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,29}$'),
    -- machine names are made of it: short, and never given twice, not even to a later organization of the same slug
    number bigint not null unique default nextval('organization_number'),
    name text not null check (length(name) between 1 and 100),
    setup text not null,
    setup_version integer not null,
    channel text not null references channel (name) on delete restrict,
    -- what it stands on: new instances get it
    build text references build (version) on delete restrict,
    member_seq bigint not null default 0,
    removing boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    foreign key (setup, setup_version) references setup_version (setup, version) on delete restrict
);

create index organization_channel on organization (channel);

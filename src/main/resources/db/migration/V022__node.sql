-- Places that hold instances, as their providers last described them.
create table node (
    id                 text primary key,
    provider           text        not null,
    name               text        not null,
    slots              integer     not null check (slots >= 0),
    online             boolean     not null,
    maintenance        boolean     not null default false,
    maintenance_reason text,
    last_seen          timestamptz not null,
    unique (provider, name)
);

-- The ledger: who holds which slots. An instance that is not known here lives in a higher room, hence no foreign key.
-- A row is deleted only when the machine was found gone; it never expires by itself.
create table node_reservation (
    instance text primary key,
    node     text        not null references node (id) on delete restrict,
    slots    integer     not null check (slots > 0),
    state    text        not null check (state in ('reserved', 'used')),
    at       timestamptz not null default clock_timestamp()
);

create index node_reservation_node on node_reservation (node);

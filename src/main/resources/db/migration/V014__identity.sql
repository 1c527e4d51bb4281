-- people, what they may do and where, how they prove who they are

create table person (
    username            text primary key,
    name                text not null,
    email               text not null,
    -- one-time: a keyed hash of a random password; chosen: a slow hash
    password_kind       text not null check (password_kind in ('one-time', 'chosen')),
    password_hash       text not null,
    password_expires_at timestamptz,
    created_at          timestamptz not null default clock_timestamp()
);

-- where somebody has anything at all: an instance, even without a role
create table person_scope (
    username text not null references person on delete cascade,
    scope    text not null,
    primary key (username, scope)
);
create index person_scope_by_scope on person_scope (scope);

create table role_grant (
    username text not null references person on delete cascade,
    scope    text not null,
    role     text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
    primary key (username, scope, role)
);
create index role_grant_by_scope on role_grant (scope);

create table session (
    secret_hash text primary key,
    username    text not null references person on delete cascade,
    audience    text not null,
    created_at  timestamptz not null default clock_timestamp(),
    expires_at  timestamptz not null
);
create index session_by_username on session (username);
create index session_by_audience on session (audience);
create index session_by_expiry on session (expires_at);

create table api_token (
    id           text primary key,
    secret_hash  text not null unique,
    name         text not null,
    owner        text not null references person on delete cascade,
    -- the most it may do: never more than its owner's rights
    role         text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
    scope        text not null,
    created_at   timestamptz not null default clock_timestamp(),
    expires_at   timestamptz,
    last_used_at timestamptz
);
create index api_token_by_owner on api_token (owner);
create index api_token_by_scope on api_token (scope);

-- one leaky bucket per account and per address: the moment when it will have drained
create unlogged table login_throttle (
    kind      text        not null,
    subject   text        not null,
    drains_at timestamptz not null,
    primary key (kind, subject)
);
create index login_throttle_by_drain on login_throttle (drains_at);

-- where somebody signed in from before: guesses made elsewhere do not lock them out
create table login_address (
    username        text not null references person on delete cascade,
    address         text not null,
    last_success_at timestamptz not null default clock_timestamp(),
    primary key (username, address)
);

-- the outbox: what is to be mailed, and what became of it

create table mail (
    id               text primary key,
    seq              bigint generated always as identity unique,
    -- names the mail for ever: the same key is queued once
    key              text not null unique,
    scope            text not null,
    message_id       text not null,
    recipient        text not null,
    subject          text not null,
    body_text        text not null,
    body_html        text,
    -- sending: committed before a server hears of it; whoever finds it so later cannot know the end
    state            text not null check (state in ('queued', 'sending', 'sent', 'unknown', 'failed')),
    attempts         bigint not null default 0,
    error            text,
    created_at       timestamptz not null default clock_timestamp(),
    first_attempt_at timestamptz,
    sent_at          timestamptz
);
create index mail_by_scope on mail (scope, seq);
create index mail_open on mail (seq) where state in ('queued', 'sending');

-- Who did what, appended in the transaction of the change itself.
create table audit (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default clock_timestamp(),
    actor   text        not null,
    action  text        not null,
    scope   text        not null,
    subject text        not null,
    detail  jsonb       not null
);
create index audit_scope on audit (scope, id);
-- where the life of a scope begins that may have had another under the same name
create index audit_birth on audit (scope, id) where action = 'organization.create';

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit rows are never changed';
end $$;
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();

-- who looks for one actor or one subject finds the rows without reading all of them
create index audit_actor on audit (actor, id);
create index audit_subject on audit (subject, id);

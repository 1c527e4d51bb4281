-- connecting: on its way to a server that has no byte of it yet, so that whoever finds it so sends it again
alter table mail drop constraint mail_state_check;
alter table mail add constraint mail_state_check
    check (state in ('queued', 'connecting', 'sending', 'sent', 'unknown', 'failed'));
drop index mail_open;
create index mail_open on mail (seq) where state in ('queued', 'connecting', 'sending');

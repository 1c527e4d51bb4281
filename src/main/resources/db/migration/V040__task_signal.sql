-- Wakes every replica's workers once for each transaction that enqueues, at its commit: equal notifications of one transaction are one.
create function signal_tasks() returns trigger language plpgsql as $$
begin
    perform pg_notify('hero_tasks', '');
    return null;
end $$;
create trigger task_wake_signals after insert on task_wake for each statement execute function signal_tasks();

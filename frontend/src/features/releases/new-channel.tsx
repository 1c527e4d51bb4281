import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import type { Channel } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';

export function NewChannel({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const key = useIdempotencyKey();
  const form = useId();
  const [name, setName] = useState('');
  const make = useChange<Channel>({
    quiet: true,
    run: () => api.post<Channel>('/channels', { name: name.trim() }, key.current()),
    done: () => {
      void client.invalidateQueries({ queryKey: ['channels'] });
      onClose();
    },
  });
  const field = fieldsOf(make.error).name ?? make.error?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && !make.isPending) make.mutate();
  };
  return (
    <Dialog title="New channel" onClose={onClose} footer={
      <>
        <Action onClick={onClose}>Cancel</Action>
        <Action kind="primary" type="submit" form={form} busy={make.isPending} refused={name.trim() === '' ? 'Give it a name first' : undefined}>Make channel</Action>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="second">A named line of builds. Its first build becomes current by itself.</p>
        <TextField label="Name" data-autofocus maxLength={63} value={name} error={field} help="Small letters, digits and dashes, such as “nightly”." onChange={(event) => {
          key.renew();
          setName(event.target.value);
        }} />
      </form>
    </Dialog>
  );
}

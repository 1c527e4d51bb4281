import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNotices } from '../ui/notices';
import { ProblemError } from './problem';

/**
 * A change of something. A refusal that names fields belongs to the form (`fieldsOf`); any other is said as a notice, unless the form
 * says it itself (`quiet`).
 */
export function useChange<T, V = void>(options: {
  run: (variables: V) => Promise<T>;
  done?: (answer: T, variables: V) => void;
  quiet?: boolean;
}): UseMutationResult<T, Error, V> {
  const notices = useNotices();
  return useMutation<T, Error, V>({
    mutationFn: options.run,
    onSuccess: (answer, variables) => options.done?.(answer, variables),
    onError: (error) => {
      if (!options.quiet) notices.failed(error);
    },
  });
}

/** What the deployer said of each field. */
export function fieldsOf(error: Error | null): Readonly<Record<string, string>> {
  return error instanceof ProblemError ? error.fields : {};
}

/** A key for a creating POST: the same for every try to send one filled-in form, a new one after `renew`. */
export function useIdempotencyKey(): { current: () => string; renew: () => void } {
  const key = useRef<string | null>(null);
  return {
    current: () => (key.current ??= unguessable()),
    renew: () => {
      key.current = null;
    },
  };
}

/** `randomUUID` is there on secure origins alone; this is everywhere. */
function unguessable(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { fieldsOf } from '../../api/mutate';
import { ProblemError } from '../../api/problem';

/** What to say of a refused login beside the button; nothing where its fields say it. */
export function refusalOf(error: Error | null): string | undefined {
  if (!error) return undefined;
  if (error instanceof ProblemError && error.is('too-many-guesses')) {
    return `Too many wrong passwords in a short while. Nothing is locked: wait ${wait(error.more.retryAfter)}, then try again.`;
  }
  return Object.keys(fieldsOf(error)).length === 0 ? error.message : undefined;
}

function wait(seconds: unknown): string {
  if (typeof seconds !== 'number') return 'a little';
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until it is so, or fails after the deadline (milliseconds), saying what it waited for. */
export async function until(what: string, deadline: number, so: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`waited ${deadline / 1000} s for ${what}`);
    await pause(100);
  }
}

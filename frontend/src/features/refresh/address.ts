type Search = { state?: string; cause?: string; view?: string; member?: string };

/** The address narrowed to a state, or wide again where it is that state already. */
export function withState(before: Search, state: string, now: string | null): Search {
  const rest = wide(before);
  return state === now ? rest : { ...rest, state };
}

/** The address narrowed to those that failed alike, or wide again. */
export function withCause(before: Search, cause: string, now: string | null): Search {
  const rest = wide(before);
  return cause === now ? rest : { ...rest, cause };
}

/** The address with everybody in it. */
export function wide(before: Search): Search {
  const rest = { ...before };
  delete rest.state;
  delete rest.cause;
  return rest;
}

/** The address with the table in place of the grid, or the other way round. */
export function turned(before: Search): Search {
  const rest = { ...before };
  delete rest.view;
  return before.view === 'table' ? rest : { ...rest, view: 'table' };
}

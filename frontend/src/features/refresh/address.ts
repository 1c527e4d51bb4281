type Search = { state?: string; view?: string; member?: string };

/** The address narrowed to a state, or wide again where it is that state already. */
export function withState(before: Search, state: string, now: string | null): Search {
  const rest = { ...before };
  delete rest.state;
  return state === now ? rest : { ...rest, state };
}

/** The address with the table in place of the grid, or the other way round. */
export function turned(before: Search): Search {
  const rest = { ...before };
  delete rest.view;
  return before.view === 'table' ? rest : { ...rest, view: 'table' };
}

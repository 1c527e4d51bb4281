/** A file of the page that did not come: the deployer is away for a moment, or it is a newer one whose files have other names. */
export class ChunkError extends Error {
  constructor(cause: unknown) {
    super('A part of this page could not be loaded.', { cause });
    this.name = 'ChunkError';
  }
}

/** Tells a file that did not come from a fault of the page itself. */
export function chunk<T>(load: () => Promise<T>): () => Promise<T> {
  return () => load().catch((error: unknown) => {
    throw new ChunkError(error);
  });
}

/** Whether the deployer answers, and with this page or another one. Asked of the one file that is never kept. */
export async function askVersion(): Promise<'same' | 'new' | 'away'> {
  const answer = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(5_000) }).catch(() => null);
  if (!answer?.ok) return 'away';
  const now = entryOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  return now !== undefined && now === entryOf(document) ? 'same' : 'new';
}

/** The script that begins the page: it is named by its content, and it names all others. */
function entryOf(page: Document): string | undefined {
  return page.querySelector('script[type=module][src]')?.getAttribute('src') ?? undefined;
}

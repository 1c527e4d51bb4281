import { ProblemError } from '../../api/problem';
import type { Build } from '../../api/types';
import { query } from '../../api/client';

export type Upload = { channel: string; version: string; notes: string; file: File };

/**
 * Sends an artifact as it is, saying how much has gone. `fetch` cannot tell that, so this is the one place that does without it;
 * there is no deadline, a large artifact on a slow line takes its time.
 */
export function upload(what: Upload, key: string, signal: AbortSignal, onPercent: (percent: number) => void): Promise<Build> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/channels/${encodeURIComponent(what.channel)}/builds${query({ version: what.version, notes: what.notes })}`);
    request.setRequestHeader('Content-Type', 'application/gzip');
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onPercent(Math.floor((event.loaded / event.total) * 100));
    };
    request.onload = () => {
      const body = bodyOf(request);
      if (request.status >= 200 && request.status < 300) resolve(body as Build);
      else reject(new ProblemError(request.status, body));
    };
    request.onerror = () => reject(new ProblemError(0, { detail: 'The upload broke off. Nothing was published; send it again.' }));
    request.onabort = () => reject(new ProblemError(0, { detail: 'The upload was stopped. Nothing was published.' }));
    signal.addEventListener('abort', () => request.abort());
    request.send(what.file);
  });
}

function bodyOf(request: XMLHttpRequest): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(request.responseText);
    return body && typeof body === 'object' ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

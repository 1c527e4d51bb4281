import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The demo stack, but it starts only where the file `marker` is: an install that fails until somebody puts things right. */
export function flakyBuild(marker: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'flaky-'));
  try {
    const demo = resolve(import.meta.dirname, '../../target/quarkus-app/demo/demo-1.1.0.tar.gz');
    execFileSync('tar', ['xzf', demo, '-C', folder]);
    renameSync(join(folder, 'run'), join(folder, 'start'));
    writeFileSync(join(folder, 'run'), `#!/bin/sh\n[ -f '${marker}' ] || { echo 'the licence is missing'; exit 3; }\nexec "$(dirname "$0")/start"\n`, { mode: 0o755 });
    const packed = join(folder, 'flaky.tar.gz');
    execFileSync('tar', ['czf', packed, '-C', folder, 'run', 'start', 'lib']);
    return readFileSync(packed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

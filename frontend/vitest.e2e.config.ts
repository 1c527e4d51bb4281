import { defineConfig } from 'vitest/config';

/** The page in a real Chromium against the packaged product with real local instances: one story a file, told in order. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    fileParallelism: false,
    // a story goes on from where the last chapter ended
    bail: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: ['verbose'],
  },
});

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const DEPLOYER = process.env.DEPLOYER ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    // the page's policy allows no data: script or style; files stay files
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: false,
  },
  // the deployer takes writes from its own origin alone, so a developer's proxy speaks in its name
  server: { port: 5173, proxy: { '/api': { target: DEPLOYER, changeOrigin: true, headers: { origin: DEPLOYER } } } },
  test: {
    globals: true,
    css: false,
    testTimeout: 30_000,
    // files share the modules of their worker and its document, which costs a third: a test leaves nothing behind, and mocks no module
    pool: 'threads',
    isolate: false,
    projects: [
      { extends: true, test: { name: 'words', environment: 'node', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'screens', environment: 'jsdom', include: ['src/**/*.test.tsx'], setupFiles: ['src/testing/setup.ts'] } },
    ],
  },
});

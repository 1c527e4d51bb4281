import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's Chromium, asking nobody but whom a test asks. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** A person at a browser of their own. What the page complains of on its console is kept: a strict policy speaks there. */
export async function person(browser: Browser, complaints: string[]): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(30_000);
  // every tab, also those opened later
  context.on('page', (tab) => {
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('console', (message) => {
      const refused = message.text().includes('Failed to load resource'); // a 4xx that the page shows in words
      if (message.type() === 'error' && !refused) complaints.push(message.text());
    });
  });
  const page = await context.newPage();
  return { context, page };
}

/** What axe has against what is on the screen. */
export async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

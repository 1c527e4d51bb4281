import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, person, violations } from './chromium';
import { flakyBuild } from './flaky-build';
import { Api, PASSWORD, Product } from './product';
import { until } from './until';

const READY = 60_000;
const CHOSEN = 'correct horse battery staple';

/** The main job as its people see it: one story, each chapter going on where the last one ended. */
describe('an admin at the page', () => {
  const complaints: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const licence = join(folder, 'licence');
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let oneTimePassword = '';
  let cockpit = '';

  beforeAll(async () => {
    product = await Product.start();
    browser = await launch();
    ({ context, page } = await person(browser, complaints));
  });

  afterAll(async () => {
    await browser?.close();
    await product?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is refused with a wrong password and comes in with the right one', async () => {
    await page.goto(product.origin);
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Organizations' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('creates an organization and sees its admin instance come up', async () => {
    await page.getByRole('button', { name: 'New organization' }).or(page.getByRole('link', { name: 'New organization' })).first().click();
    const panel = page.getByRole('dialog');
    await panel.getByLabel('Name', { exact: true }).first().fill('Acme Inc');
    await panel.getByLabel(/^Slug/).fill('acme');
    await panel.getByLabel('Username').fill('mira');
    await panel.getByLabel('Their name').fill('Mira K.');
    await panel.getByLabel('Email').fill('mira@acme.example');
    await panel.getByRole('button', { name: /^Create/ }).click();
    await page.waitForURL(/\/organizations\/acme\?.*run=/);
    await page.getByRole('dialog', { name: 'mira is ready' }).waitFor({ timeout: READY });
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Acme Inc' }).waitFor();
  });

  test('adds and sets up a person, live, and copies the password and the address', async () => {
    await page.getByRole('link', { name: 'Add and set up' }).or(page.getByRole('button', { name: 'Add and set up' })).first().click();
    const form = page.getByRole('dialog', { name: 'Add and set up' });
    await form.getByLabel('Username').fill('ada');
    await form.getByLabel('Name', { exact: true }).fill('<img src=x onerror="document.title=\'broken\'">');
    await form.getByLabel('Email').fill('ada@acme.example');
    await form.getByRole('button', { name: 'Add and set up' }).click();

    const once = page.getByRole('group', { name: 'One-time password' });
    await once.getByRole('button', { name: 'Copy' }).click();
    oneTimePassword = await page.evaluate(() => navigator.clipboard.readText());
    expect(oneTimePassword.length).toBeGreaterThan(12);

    const done = page.getByRole('dialog', { name: 'ada is ready' });
    await done.waitFor({ timeout: READY });
    await done.getByRole('group', { name: 'Cockpit' }).getByRole('button', { name: 'Copy' }).click();
    cockpit = await page.evaluate(() => navigator.clipboard.readText());
    expect(cockpit).toBe(`http://ada--acme.localhost:${product.port}/`);
    expect(await violations(page)).toEqual([]);
  });

  test('gives the password to the person, who opens the cockpit in a browser of their own', async () => {
    const { context: theirs, page: ada } = await person(browser, complaints);
    await ada.goto(cockpit);
    await ada.getByLabel('User name').fill('ada');
    await ada.getByLabel('Password').fill(oneTimePassword);
    await ada.getByRole('button').first().click();
    await ada.locator('[name=newPassword]').fill(CHOSEN);
    await ada.getByRole('button').first().click();
    await ada.locator('[data-hero-cockpit="acme/ada"]').waitFor();
    await theirs.close();
  });

  test('closes the tab in the middle and finds the same run again', async () => {
    await page.goto(`${product.origin}/organizations/acme?panel=add`);
    const form = page.getByRole('dialog', { name: 'Add and set up' });
    await form.getByLabel('Username').fill('bob');
    await form.getByLabel('Name', { exact: true }).fill('Bob B.');
    await form.getByLabel('Email').fill('bob@acme.example');
    await form.getByRole('button', { name: 'Add and set up' }).click();
    await page.waitForURL(/run=/);
    const address = page.url();
    await page.close();

    page = await context.newPage();
    await page.goto(address);
    await page.getByRole('dialog', { name: 'bob is ready' }).waitFor({ timeout: READY });
    expect(await page.getByRole('group', { name: 'One-time password' }).count()).toBe(0);
  });

  test('retries the stage that failed, and that stage alone', async () => {
    const api = await Api.signedIn(product);
    await api.send('POST', '/channels', { name: 'licensed' });
    await api.send('POST', '/channels/licensed/builds?version=2.0.0', flakyBuild(licence));
    writeFileSync(licence, '');
    await api.send('POST', '/organizations', {
      slug: 'globex', name: 'Globex', setup: 'basic', channel: 'licensed',
      admin: { username: 'greta', name: 'Greta', email: 'greta@globex.example' },
    });
    await until('the admin of globex to be ready', READY, async () =>
      ((await api.get('/organizations/globex')) as { instances: { ready: number } }).instances.ready === 1);
    rmSync(licence);
    expect(existsSync(licence)).toBe(false);

    await page.goto(`${product.origin}/organizations/globex?panel=add`);
    const form = page.getByRole('dialog', { name: 'Add and set up' });
    await form.getByLabel('Username').fill('hugo');
    await form.getByLabel('Name', { exact: true }).fill('Hugo');
    await form.getByLabel('Email').fill('hugo@globex.example');
    await form.getByRole('button', { name: 'Add and set up' }).click();
    const retry = page.getByRole('dialog').getByRole('button', { name: 'Retry installing' });
    await retry.waitFor({ timeout: READY });
    expect(await violations(page)).toEqual([]);

    writeFileSync(licence, '');
    await retry.click();
    await page.getByRole('dialog', { name: 'hugo is ready' }).waitFor({ timeout: READY });
    const { items } = (await api.get('/organizations/globex/onboardings')) as { items: { person: string; stages: { name: string; attempts: number }[] }[] };
    const stages = items.find((run) => run.person === 'hugo')?.stages;
    expect(stages?.find((stage) => stage.name === 'provisioning')?.attempts).toBe(1);
  });

  test('sees what another admin does within a second or so, and the live mark', async () => {
    await page.goto(`${product.origin}/`);
    await page.getByText('Live', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'Acme Inc' }).first().waitFor();
    const api = await Api.signedIn(product);
    await api.send('PATCH', '/organizations/acme', { name: 'Acme & Sons' });
    await page.getByRole('link', { name: 'Acme & Sons' }).first().waitFor({ timeout: 5_000 });
  });

  test('is live in ten tabs at once, over one stream', async () => {
    const tabs = await Promise.all(Array.from({ length: 9 }, () => context.newPage()));
    for (const tab of tabs) {
      await tab.goto(`${product.origin}/organizations/acme`);
      await tab.getByRole('heading', { level: 1, name: 'Acme & Sons' }).waitFor();
    }
    const api = await Api.signedIn(product);
    await api.send('PATCH', '/organizations/acme', { name: 'Acme' });
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { level: 1, name: 'Acme', exact: true }).waitFor({ timeout: 10_000 })));
    await Promise.all(tabs.map((tab) => tab.close()));
  });

  test('refreshes the organization: plan, run, every instance on the build', async () => {
    await page.goto(`${product.origin}/organizations/acme/refreshes`);
    await page.getByLabel('Build').selectOption('1.0.0');
    await page.getByLabel('Health after the canary').fill('0');
    await page.getByRole('button', { name: 'Refresh 3 to 1.0.0' }).click();
    await page.waitForURL(/\/refreshes\/.+/);
    await page.getByRole('heading', { level: 1, name: 'Refresh to 1.0.0' }).waitFor();
    await page.getByText('Succeeded', { exact: true }).first().waitFor({ timeout: READY });
    expect(await violations(page)).toEqual([]);
    const api = await Api.signedIn(product);
    expect(await api.get('/organizations/acme')).toMatchObject({ build: '1.0.0', builds: [{ version: '1.0.0', count: 3 }], instances: { healthy: 3 } });
  });

  test('removes a member after a rehearsal that says what goes', async () => {
    const api = await Api.signedIn(product);
    const { items } = (await api.get('/organizations/acme/instances?q=bob')) as { items: { id: string }[] };
    await page.goto(`${product.origin}/instances/${items[0]?.id ?? ''}`);
    await page.getByRole('button', { name: 'Remove…' }).click();
    const question = page.getByRole('dialog');
    await question.getByText(/destroyed/).first().waitFor();
    await question.getByRole('button', { name: /^Remove / }).click();
    await until('bob to be gone', READY, async () =>
      ((await api.get('/organizations/acme')) as { instances: { total: number } }).instances.total === 2);
  });

  test('never made the strict policy speak', () => {
    expect(complaints).toEqual([]);
  });
});

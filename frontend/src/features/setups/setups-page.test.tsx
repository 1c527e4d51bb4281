import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';
import { environmentOf, linesOf } from './environment';

const BASIC = { name: 'basic', version: 2, provider: 'local', slots: 2, cpu: 2, memoryMiB: 8192, diskGiB: 8, environment: { MODE: 'a=b' } };

describe('an environment as lines', () => {
  it('is read as it is written, a value may hold "="', () => {
    expect(environmentOf(linesOf({ MODE: 'a=b', EMPTY: '' }))).toEqual({ environment: { MODE: 'a=b', EMPTY: '' } });
  });
  it('names the line that says nothing, and the one that repeats', () => {
    expect(environmentOf('A=1\nB').error).toBe('Line 2 is not KEY=value.');
    expect(environmentOf('A=1\nA=2').error).toBe('Line 2 says A a second time.');
  });
});

describe('setups', () => {
  beforeEach(() => network.use(answers('/setups', list(BASIC)), answers('/organizations', list()), answers('/nodes', list())));

  it('makes the next version from the newest, and says a refusal at its field', async () => {
    const bodies: unknown[] = [];
    network.use(http.post('*/api/v1/setups/basic/versions', async ({ request }) => {
      bodies.push(await request.json());
      return bodies.length === 1
        ? problem(400, 'bad-request', 'slots', { errors: [{ field: 'slots', message: 'must be less than or equal to 1000' }] })
        : HttpResponse.json({ ...BASIC, version: 3 }, { status: 201 });
    }));
    const { user } = renderAt('/setups');
    await user.click(await screen.findByRole('button', { name: 'New version…' }));
    const slots = await screen.findByLabelText('Slots');
    await user.clear(slots);
    await user.type(slots, '2000');
    await user.click(screen.getByRole('button', { name: 'Save new version' }));
    expect(await screen.findByText('must be less than or equal to 1000')).toBeVisible();
    await user.clear(slots);
    await user.type(slots, '4');
    await user.click(screen.getByRole('button', { name: 'Save new version' }));
    await waitFor(() => expect(bodies[1]).toEqual({ provider: 'local', slots: 4, cpu: 2, memoryMiB: 8192, diskGiB: 8, environment: { MODE: 'a=b' } }));
  });

  it('says what a setup is when there is none', async () => {
    network.use(answers('/setups', list()));
    renderAt('/setups');
    expect(await screen.findByText('No setup yet')).toBeVisible();
  });
});

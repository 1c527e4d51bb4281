import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CopyButton } from './copy-button';

/** On an origin that is not secure: no clipboard, only the old command. */
describe('copying on plain HTTP', () => {
  const user = userEvent.setup();
  beforeEach(() => vi.stubGlobal('navigator', { clipboard: undefined }));
  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(document, 'execCommand');
  });

  it('copies what is selected by the old command, and says so', async () => {
    let copied = '';
    document.execCommand = (command) => {
      copied = `${command} ${(document.activeElement as HTMLTextAreaElement).value}`;
      return true;
    };
    render(<CopyButton text="a secret" />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toHaveFocus();
    expect(copied).toBe('copy a secret');
    expect(screen.queryByRole('textbox', { hidden: true })).toBeNull();
  });

  it('shows the text selected where even that is refused', async () => {
    document.execCommand = () => false;
    render(<CopyButton text={'a\nsecret'} />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    const field: HTMLTextAreaElement = await screen.findByRole('textbox', { name: 'Press Ctrl-C to copy this' });
    expect(field).toHaveFocus();
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('a\nsecret');
  });
});

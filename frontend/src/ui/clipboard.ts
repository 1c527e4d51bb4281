/**
 * Copies a text; whether it is on the clipboard now. The browser's own clipboard is there on secure origins alone; on others the old
 * command copies what is selected, in a field `beside` the element that was pressed, so that no dialog takes its focus away.
 */
export async function copyText(text: string, beside: HTMLElement): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    const done = await clipboard.writeText(text).then(() => true, () => false);
    if (done) return true;
  }
  return copySelected(text, beside);
}

function copySelected(text: string, beside: HTMLElement): boolean {
  const field = document.createElement('textarea');
  field.className = 'unseen';
  field.readOnly = true;
  field.setAttribute('aria-hidden', 'true');
  field.value = text;
  beside.after(field);
  try {
    field.focus();
    field.select();
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    beside.focus();
  }
}

import { useEffect, useState } from 'react';
import { Icon } from './icon';

const SHOWN_MS = 2_000;

/** Copies a text and says so, visibly and aloud. */
export function CopyButton({ text, label = 'Copy', className = 'button small' }: { text: string; label?: string; className?: string }) {
  const [result, setResult] = useState<'none' | 'copied' | 'refused'>('none');
  useEffect(() => {
    if (result === 'none') return undefined;
    const timer = setTimeout(() => setResult('none'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () => {
    // there is no clipboard on an origin that is not secure
    const copied = (navigator.clipboard as Clipboard | undefined)?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => setResult('copied'),
      () => setResult('refused'),
    );
  };
  return (
    <button type="button" className={className} onClick={copy}>
      <Icon name={result === 'copied' ? 'check' : 'copy'} size={14} />
      <span aria-live="polite">{result === 'none' ? label : result === 'copied' ? 'Copied' : 'Select and copy it by hand'}</span>
    </button>
  );
}

import { useEffect, useState } from 'react';
import { copyText } from './clipboard';
import { Icon } from './icon';

const SHOWN_MS = 2_000;

/** Copies a text and says so, visibly and aloud. Where the browser lets no page copy, the text stands there selected. */
export function CopyButton({ text, label = 'Copy', className = 'button small' }: { text: string; label?: string; className?: string }) {
  const [result, setResult] = useState<'none' | 'copied' | 'refused'>('none');
  useEffect(() => {
    if (result !== 'copied') return undefined;
    const timer = setTimeout(() => setResult('none'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  return (
    <>
      <button type="button" className={className} onClick={(event) => void copyText(text, event.currentTarget).then((done) => setResult(done ? 'copied' : 'refused'))}>
        <Icon name={result === 'copied' ? 'check' : 'copy'} size={14} />
        <span aria-live="polite">{result === 'none' ? label : result === 'copied' ? 'Copied' : 'Press Ctrl-C'}</span>
      </button>
      {result === 'refused' && <ByHand text={text} onDone={() => setResult('none')} />}
    </>
  );
}

function ByHand({ text, onDone }: { text: string; onDone: () => void }) {
  return (
    <textarea readOnly rows={Math.min(5, text.split('\n').length)} className="input mono" aria-label="Press Ctrl-C to copy this" value={text}
      autoFocus onFocus={(event) => event.currentTarget.select()} onBlur={onDone} />
  );
}

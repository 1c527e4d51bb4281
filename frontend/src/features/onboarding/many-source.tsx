import { useState, type DragEvent } from 'react';
import { Action } from '../../ui/action';
import { TextArea } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { utf8Of } from './csv';
import { NO_ROW, type Row, type Source } from './many';

type Props<T> = { value: T; onChange: (value: T) => void };

export function ManySource({ source, onChange }: { source: Source; onChange: (source: Source) => void }) {
  return source.kind === 'table'
    ? <Table value={source.table} onChange={(table) => onChange({ kind: 'table', table })} />
    : <Rows value={source.rows} onChange={(rows) => onChange({ kind: 'rows', rows })} />;
}

/** A table as it comes from a spreadsheet: pasted, dropped or chosen. It is sent as it is. */
function Table({ value, onChange }: Props<string>) {
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const text = await utf8Of(file);
    setUnreadable(text === undefined ? file.name : null);
    onChange(text ?? '');
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={`onb-drop ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <TextArea label="Table (CSV)" data-autofocus value={value} rows={8} placeholder={'username,name,email\nada,Ada Lovelace,ada@acme.example'}
        help="The first line names the columns, in any order: username, and for new accounts name and email; node if you like."
        onChange={(event) => {
          setUnreadable(null);
          onChange(event.target.value);
        }} />
      {unreadable !== null && (
        <p className="note bad row" role="alert">
          <Icon name="alert" />
          <span><strong>{unreadable} is not written in UTF-8</strong>, so its letters cannot be told for sure. In the spreadsheet, save it as “CSV UTF-8” and choose it again.</span>
        </p>
      )}
      <label className="button small onb-file">
        <Icon name="file" size={14} />Choose a file, or drop it here
        <input type="file" accept=".csv,text/csv,text/plain" onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = ''; // the same file, saved anew, may be chosen again
        }} />
      </label>
    </div>
  );
}

const FIELDS = [['username', 'Username'], ['name', 'Name'], ['email', 'Email']] as const;

function Rows({ value, onChange }: Props<Row[]>) {
  /** The row that was added last: one types on in it. */
  const [added, setAdded] = useState(0);
  const change = (index: number, part: Partial<Row>) => onChange(value.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <div className="stack onb-typed">
      <div className="onb-row onb-row-heads small second" aria-hidden="true">{FIELDS.map(([, word]) => <span key={word}>{word}</span>)}</div>
      {value.map((row, index) => (
        <fieldset key={index} className="onb-row">
          <legend className="unseen">Row {index + 1}</legend>
          {FIELDS.map(([field, word]) => (
            <input key={field} className="input small" placeholder={word} aria-label={`Row ${index + 1}, ${field}`} autoComplete="off" spellCheck={false}
              autoCapitalize={field === 'username' ? 'none' : undefined} autoFocus={field === 'username' && index === added}
              value={row[field]} onChange={(event) => change(index, { [field]: event.target.value })} />
          ))}
          <button type="button" className="button icon quiet small" aria-label={`Remove row ${index + 1}`}
            onClick={() => onChange(value.length > 1 ? value.filter((_, at) => at !== index) : [NO_ROW])}>
            <Icon name="close" size={14} />
          </button>
        </fieldset>
      ))}
      <div><Action small icon="plus" onClick={() => {
        setAdded(value.length);
        onChange([...value, NO_ROW]);
      }}>Add a row</Action></div>
      <p className="help">Name and email are needed for new accounts only.</p>
    </div>
  );
}

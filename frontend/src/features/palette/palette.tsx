import { Modal } from '@mantine/core';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../ui/icon';
import { grouped, matching } from './commands';
import { useCommands } from './use-commands';
import './palette.css';

/** Find or do anything by its name, without a mouse. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = matching(useCommands(typed), typed);
  const groups = grouped(found);
  const inOrder = groups.flatMap(({ items }) => items);
  const chosen = Math.min(at, inOrder.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, typed]);

  const pick = (index: number) => {
    const command = inOrder[index];
    if (!command) return;
    onClose();
    command.run();
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && inOrder.length > 0) {
      event.preventDefault();
      setAt((chosen + step + inOrder.length) % inOrder.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(chosen);
    }
  };

  return (
    <Modal opened onClose={onClose} withCloseButton={false} lockScroll={false} padding={0} size="min(560px, 96vw)" yOffset="12vh"
      transitionProps={{ duration: 100 }} overlayProps={{ backgroundOpacity: 0.3 }} classNames={{ content: 'dialog' }}
      attributes={{ content: { 'aria-label': 'Search or run a command' } }}>
      <div className="palette-head">
        <Icon name="search" />
        <input className="palette-input" data-autofocus role="combobox" aria-label="Search or run a command" aria-expanded aria-controls={`${id}-list`}
          aria-activedescendant={inOrder[chosen] ? `${id}-${chosen}` : undefined} aria-autocomplete="list" autoComplete="off" spellCheck={false}
          placeholder="An organization, a person, a place, a command" value={typed} onKeyDown={pressed}
          onChange={(event) => { setTyped(event.target.value); setAt(0); }} />
        <kbd>Esc</kbd>
      </div>
      <div className="palette-list" id={`${id}-list`} ref={list} role="listbox" aria-label="What was found" tabIndex={-1}>
        {groups.map(({ group, items }) => (
          <div key={group} role="group" aria-label={group}>
            <div className="palette-group" aria-hidden="true">{group}</div>
            {items.map((command) => {
              const index = inOrder.indexOf(command);
              return (
                <div key={command.id} id={`${id}-${index}`} role="option" aria-selected={index === chosen} className="palette-item"
                  onMouseMove={() => setAt(index)} onClick={() => pick(index)}>
                  <Icon name={command.icon} />
                  <span className="cut">{command.name}</span>
                  {command.hint && <span className="mono third push">{command.hint}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {inOrder.length === 0 && <p className="palette-none second" role="status">Nothing is called “{typed}”. Try a slug, a username or a verb such as “refresh”.</p>}
    </Modal>
  );
}

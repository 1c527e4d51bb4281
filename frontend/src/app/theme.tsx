import { MantineProvider, createTheme, type MantineColorScheme } from '@mantine/core';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'hero.theme';
const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'dark',
  defaultRadius: 7,
  cursorType: 'pointer',
  respectReducedMotion: true,
});

const ThemeContext = createContext<{ choice: ThemeChoice; choose: (choice: ThemeChoice) => void }>({
  choice: 'system',
  choose: () => undefined,
});

export const useTheme = () => use(ThemeContext);

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}

function useSystemDark(): boolean {
  const query = useMemo(() => matchMedia('(prefers-color-scheme: dark)'), []);
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const changed = () => setDark(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, [query]);
  return dark;
}

/**
 * The library's provider without its inline style sheet, which the page's policy forbids: its variables come from its own CSS file,
 * and ours from tokens.css.
 */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(stored);
  const systemDark = useSystemDark();
  const scheme: Exclude<MantineColorScheme, 'auto'> = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice;
  const value = useMemo(
    () => ({
      choice,
      choose: (next: ThemeChoice) => {
        if (next === 'system') localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, next);
        setChoice(next);
      },
    }),
    [choice],
  );
  return (
    <ThemeContext value={value}>
      <MantineProvider theme={theme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false} withStaticClasses={false} deduplicateInlineStyles>
        {children}
      </MantineProvider>
    </ThemeContext>
  );
}

const PATHS = {
  alert: 'M8 2.2 14.5 13.5H1.5ZM8 6.5v3M8 11.6v.1',
  arrowUp: 'M8 13V3M4 7l4-4 4 4',
  back: 'M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 8H6',
  check: 'm4.5 8.3 2.4 2.4 4.6-5',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5V3.2c0-.4.3-.7.7-.7h6.6c.4 0 .7.3.7.7v6.6c0 .4-.3.7-.7.7h-2.3M3.2 5.5h6.6c.4 0 .7.3.7.7v6.6c0 .4-.3.7-.7.7H3.2a.7.7 0 0 1-.7-.7V6.2c0-.4.3-.7.7-.7Z',
  cube: 'm8 1.8 5.5 3v6.4L8 14.2l-5.5-3V4.8ZM2.7 5 8 8l5.3-3M8 8v6',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  drift: 'M3 5.5h9l-2.5-2.5M13 10.5H4L6.5 13',
  file: 'M4 1.8h5l3 3v9.4H4ZM6 8h4M6 10.8h4',
  grid: 'M2.5 2.5h4.2v4.2H2.5ZM9.3 2.5h4.2v4.2H9.3ZM2.5 9.3h4.2v4.2H2.5ZM9.3 9.3h4.2v4.2H9.3Z',
  key: 'M6.8 9.2 13 3M11 5l1.8 1.8M7.5 11a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z',
  mail: 'M2 3.5h12v9H2ZM2.3 4 8 8.6 13.7 4',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  open: 'M6.5 3H3v10h10V9.5M9 2.8h4.2V7M13 3 7.5 8.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  people: 'M8 6a2.3 2.3 0 1 1-4.6 0A2.3 2.3 0 0 1 8 6ZM1.5 13c.3-2.4 1.9-3.7 4.2-3.7S9.600 10.600 9.900 13M10.500 4a2.200 2.200 0 0 1 0 4.200M11.500 9.500c1.700.300 2.700 1.500 3 3.500',
  pin: 'M8 9.500V14M5 2.500h6M6 2.500v3.500L4 9.500h8L10 6V2.500',
  play: 'M5 3.2 12.5 8 5 12.8Z',
  plus: 'M8 3v10M3 8h10',
  pulse: 'M1.500 8.500h3l2-5 3 9 2-4h3',
  retry: 'M13 8a5 5 0 1 1-1.600-3.700M13.200 2.200v3h-3',
  search: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM10 10l3.500 3.500',
  server: 'M2.500 3h11v4h-11ZM2.500 9h11v4h-11ZM5 5h.01M5 11h.01',
  sliders: 'M2 4.500h6M11 4.500h3M2 11.500h3M8 11.500h6M9.500 3v3M6.500 10v3',
  sun: 'M10.500 8a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0ZM8 1.800v1.400M8 12.800v1.400M1.800 8h1.400M12.800 8h1.400M3.600 3.600l1 1M11.400 11.400l1 1M12.400 3.600l-1 1M4.600 11.400l-1 1',
  trash: 'M2.500 4.500h11M6 4.200V2.500h4v1.700M4 4.500l.7 9h6.600l.7-9',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon in the colour of its words; it says nothing by itself. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

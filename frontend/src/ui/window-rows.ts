import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type RefObject } from 'react';

const AHEAD = 12;
const SOON = 20;

type Options = {
  count: number;
  /** How high a row is, about; each is measured once it is there. */
  estimate: number;
  keyOf: (index: number) => string;
  more: boolean;
  loading: boolean;
  loadMore: () => void;
};

type WindowRows = {
  body: RefObject<HTMLDivElement | null>;
  height: number;
  shown: { index: number; key: string; ref: (element: HTMLElement | null) => void; style: CSSProperties }[];
};

/** A long list that scrolls with the window: only the rows in view are in the document, and more are asked for before its end. */
export function useWindowRows({ count, estimate, keyOf, more, loading, loadMore }: Options): WindowRows {
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const virtual = useWindowVirtualizer({ count, estimateSize: () => estimate, overscan: AHEAD, scrollMargin: top, getItemKey: keyOf });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  // how far down the page the rows begin: what stands above them may grow
  useLayoutEffect(() => {
    const measure = () => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const watched = new ResizeObserver(measure);
    watched.observe(document.body);
    return () => watched.disconnect();
  }, []);
  useEffect(() => {
    if (more && !loading && last > count - SOON) loadMore();
  }, [more, loading, last, count, loadMore]);

  return {
    body,
    height: virtual.getTotalSize(),
    shown: items.map((item) => ({
      index: item.index,
      key: String(item.key),
      ref: virtual.measureElement,
      style: { transform: `translateY(${item.start - top}px)` },
    })),
  };
}

/// The style sheet of HTML reports: light or dark as the system prefers, light in print.
enum HTMLStyle {
  static let sheet = """
    :root {
      color-scheme: light dark;
      --paper: #ffffff; --ink: #1b1b1f; --muted: #55555f; --rule: #d7d7de; --panel: #f4f4f7;
      --bar: #b03a12; --link: #0b57a4; --warning: #8a2b00; --warning-panel: #fff1e6;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #17171b; --ink: #e8e8ee; --muted: #a9a9b6; --rule: #3a3a44; --panel: #222229;
        --bar: #f0873e; --link: #8ab8f2; --warning: #ffb27d; --warning-panel: #3a2417;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 72rem; padding: 1.5rem;
      background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
    }
    h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; }
    h1 { margin-top: 0; }
    h2 { border-top: 1px solid var(--rule); padding-top: 1.5rem; margin-top: 2.5rem; }
    a { color: var(--link); }
    table { border-collapse: collapse; margin: .75rem 0; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
    th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
    thead th { border-bottom: 1px solid var(--rule); color: var(--muted); }
    .number { text-align: right; white-space: nowrap; }
    .scroll { overflow-x: auto; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: .75rem 0; }
    dt { color: var(--muted); }
    dd { margin: 0; overflow-wrap: anywhere; }
    .bar { width: 12rem; min-width: 6rem; }
    .bar span {
      display: block; height: .8em; margin-top: .35em; min-width: 1px; background: var(--bar);
      -webkit-print-color-adjust: exact; print-color-adjust: exact;
    }
    pre {
      margin: .4rem 0; padding: .5rem .7rem; background: var(--panel); border-radius: .3rem;
      white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; line-height: 1.4;
    }
    .figures {
      display: grid; gap: 1.25rem; align-items: start;
      grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr));
    }
    figure { margin: 0; }
    figure img { display: block; max-width: 100%; height: auto; }
    figcaption { margin-top: .4rem; color: var(--muted); font-size: .9rem; }
    summary { cursor: pointer; color: var(--muted); font-size: .85rem; }
    .warning {
      padding: .5rem .8rem; border-left: .3rem solid var(--warning);
      background: var(--warning-panel); color: var(--warning);
    }
    @page { size: A4; margin: 14mm; }
    @media print {
      body { max-width: none; padding: 0; font-size: 9.5pt; }
      h2 { border-top: 0; padding-top: 0; }
      h2, h3 { break-after: avoid; }
      section.image { break-inside: avoid-page; }
      details { display: none; }
      #settings details { display: block; }
      figure, tr, pre, .explanation { break-inside: avoid; }
      .figures { grid-template-columns: repeat(3, 1fr); gap: 4mm; }
      figcaption { font-size: 8pt; }
      pre { font-size: 6.5pt; border: 1px solid var(--rule); }
      a { color: inherit; text-decoration: none; }
    }
    """
}

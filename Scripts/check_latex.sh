#!/bin/bash
# Compiles a LaTeX report with pdfLaTeX: Scripts/check_latex.sh [VARIANT]
#
# Needs Debian's texlive-latex-base and the weights of the variant. `make test` does not run it.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
program=${EFFSCOPE:-$root/.build/release/effscope}
command -v pdflatex > /dev/null || { echo "install texlive-latex-base"; exit 69; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp Assets/chelsea.png "$folder/a cat's 50% #1_photo.png"
cp Assets/rocket.jpg "$folder/写 rocket.jpg"
cd "$folder"
"$program" report *.png *.jpg --variant "${1:-lite0}" --class top:2 --print-width 60mm -o report.tex
cat > paper.tex << 'TEX'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{textcomp,graphicx}
\begin{document}
The cat is Figure~\ref{fig:report-1}.
\input{report}
\end{document}
TEX
for _ in 1 2; do
  pdflatex -interaction=nonstopmode -halt-on-error paper.tex > paper.log.txt ||
    { tail -30 paper.log.txt; exit 1; }
done
if grep -q "undefined references" paper.log; then echo "a label is missing"; exit 1; fi
pages=$(grep -ao "Output written on paper.pdf ([0-9]* page" paper.log)
echo "$pages"
if [ $# -gt 1 ]; then cp paper.pdf "$2"; fi

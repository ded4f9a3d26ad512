// Division of a convolution's outputs into panels of whole vectors.
//
// A panel is the unit of packed weights: for each input, 1, 2 or 3 vectors of outputs. Panels of
// three vectors make the fastest register tiles, then panels of two. v vectors are cut into as many
// threes as leave an even rest, then twos; ones occur only for v = 1 or `most` below 3.

#ifndef CKERNELS_PANELS_H
#define CKERNELS_PANELS_H

typedef struct {
  int threes, twos, ones;
} ck_panels;

static inline ck_panels ck_panels_of(int vectors, int most) {
  if (most < 3 || vectors < 2) return (ck_panels){0, 0, vectors};
  int threes = vectors / 3;
  while ((vectors - 3 * threes) % 2 != 0) threes--;
  return (ck_panels){threes, (vectors - 3 * threes) / 2, 0};
}

static inline int ck_panel_count(ck_panels p) { return p.threes + p.twos + p.ones; }

static inline int ck_panel_vectors(ck_panels p, int panel) {
  return panel < p.threes ? 3 : panel < p.threes + p.twos ? 2 : 1;
}

// Number of vectors before `panel`.
static inline int ck_panel_start(ck_panels p, int panel) {
  if (panel <= p.threes) return 3 * panel;
  if (panel <= p.threes + p.twos) return 3 * p.threes + 2 * (panel - p.threes);
  return 3 * p.threes + 2 * p.twos + (panel - p.threes - p.twos);
}

#endif

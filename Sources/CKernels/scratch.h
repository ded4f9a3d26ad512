// Layout of the vector kernels' scratch memory, in floats per part.

#ifndef CKERNELS_SCRATCH_H
#define CKERNELS_SCRATCH_H

#include "CKernels.h"
#include "part_range.h"

static inline size_t ck_aligned(size_t floats) { return (floats + 15) / 16 * 16; }

enum {
  ck_run_most = 256,   // largest number of inputs of a window row that is read as one run
  ck_row_block = 256,  // rows whose inputs stay in the second-level cache for all panels
  ck_window_rows_most = 7,
  ck_tile_rows_most = 12,
  ck_gradient_vectors = 4,  // vectors of channels in a panel of a depthwise gradient
};

// Whether a row of the window is read as one run of contiguous inputs.
static inline bool ck_merges_taps(const ck_convolution_args *c) {
  return c->groups == 1 && c->window.width > 1 && c->window.height <= ck_window_rows_most &&
         c->window.width * c->in.channels <= ck_run_most;
}

// Whether the gate of a 1 × 1 convolution scales its inputs, not its weights, as there are fewer.
static inline bool ck_gates_inputs(const ck_convolution_args *c) {
  return c->in.height * c->in.width < c->out.channels;
}

// A run of zeros, then memory for one of three uses: a panel's weights in one block of the sum,
// scaled by the gate (256 × 3 × 16 at most); a block of inputs scaled by the gate; or copies of
// window rows that cross the image's border, for each row of a tile. The size does not depend on
// the window and is enough for fewer channels too.
static inline size_t convolution_scratch(const ck_convolution_args *c) {
  const size_t run = ck_aligned(c->in.channels);
  const int rows = ck_min(c->in.height * c->in.width, ck_row_block);
  const size_t inputs = ck_gates_inputs(c) ? (size_t)ck_run_most * rows : 0;
  const size_t patches = (size_t)ck_run_most * ck_window_rows_most * ck_tile_rows_most;
  return (run > ck_run_most ? run : ck_run_most) + (inputs > patches ? inputs : patches);
}

// Ring buffer of the input rows that a strip of output rows needs; its rows include padding
// columns.
typedef struct {
  int strip;    // output rows computed after each call of the producer
  int rows;     // rows in the ring
  int columns;  // positions in a row
  size_t row_floats, ring_floats, weight_floats;
} ck_ring;

static inline ck_ring ck_ring_of(ck_shape in, ck_shape out, ck_window w, int lanes) {
  enum { strip_bytes = 32 * 1024 };
  const int pixel = 3 * lanes;
  ck_ring r;
  r.columns = ck_max(w.pad_left + in.width, (out.width - 1) * w.stride_x + w.width);
  r.row_floats = (size_t)r.columns * pixel;
  const int fitting = (int)(strip_bytes / (r.row_floats * sizeof(float)));
  r.strip = ck_min(ck_max(1, (fitting - w.height) / w.stride_y + 1), ck_max(1, out.height));
  r.rows = (r.strip - 1) * w.stride_y + w.height;
  r.ring_floats = ck_aligned(r.row_floats * (r.rows + 1));  // the last row is zeros
  r.weight_floats = ck_aligned((size_t)pixel * (w.width * w.height + 2));
  return r;
}

// Number of panels of channels in a depthwise convolution's gradient.
static inline int ck_gradient_panels(int channels, int lanes) {
  return (channels + ck_gradient_vectors * lanes - 1) / (ck_gradient_vectors * lanes);
}

// Ring buffer of the output-gradient rows that `strip` rows of the input gradient need, for one
// panel.
static inline ck_ring ck_gradient_ring_under(const ck_depthwise_gradient_args *d, int lanes,
                                             int strip) {
  const ck_window *w = &d->window;
  const int pixel = ck_gradient_vectors * lanes;
  const int taps = (w->width + w->stride_x - 1) / w->stride_x;
  ck_ring r = {.strip = ck_min(ck_max(1, strip), ck_max(1, d->in.height))};
  r.columns = taps - 1 + ck_max(d->out.width, (d->in.width - 1 + w->pad_left) / w->stride_x + 1);
  r.row_floats = (size_t)r.columns * pixel;
  r.rows = (r.strip - 1) / w->stride_y + 1 + (w->height + w->stride_y - 1) / w->stride_y;
  r.ring_floats = ck_aligned(r.row_floats * r.rows);
  r.weight_floats = ck_aligned((size_t)pixel * w->width * w->height);
  return r;
}

// The ring for one panel, with a strip that makes it fit into the first-level cache if possible.
static inline ck_ring ck_gradient_ring_of(const ck_depthwise_gradient_args *d, int lanes) {
  enum { ring_bytes = 32 * 1024 };
  const ck_ring r = ck_gradient_ring_under(d, lanes, 1);
  const int fitting = (int)(ring_bytes / (r.row_floats * sizeof(float)));
  return ck_gradient_ring_under(d, lanes, (fitting - r.rows) * d->window.stride_y);
}

// Memory of one part of expand_depthwise_gradient: a strip of the tensor between the two, scratch
// of the convolution, and the rings of all panels.
typedef struct {
  ck_ring ring;
  size_t strip_floats, convolution_floats, floats;
} ck_gradient_layout;

static inline ck_gradient_layout ck_gradient_layout_of(const ck_expand_depthwise_gradient_args *e,
                                                       int lanes) {
  enum { strip_bytes = 96 * 1024 };
  const ck_depthwise_gradient_args *d = &e->depthwise;
  const size_t row_floats = (size_t)d->in.width * d->in.channels;
  const int fitting = (int)(strip_bytes / (row_floats * sizeof(float)));
  ck_gradient_layout l = {.ring = ck_gradient_ring_under(d, lanes, fitting)};
  ck_convolution_args c = {.in = {l.ring.strip, d->in.width, d->in.channels},
                           .out = {l.ring.strip, d->in.width, e->channels}};
  l.strip_floats = ck_aligned(row_floats * l.ring.strip);
  l.convolution_floats = ck_aligned(convolution_scratch(&c));
  const int panels = ck_gradient_panels(d->in.channels, lanes);
  l.floats = l.strip_floats + l.convolution_floats +
             panels * (l.ring.ring_floats + l.ring.weight_floats);
  return l;
}

static inline size_t depthwise_scratch(int lanes, const ck_depthwise_args *d) {
  const ck_ring r = ck_ring_of(d->in, d->out, d->window, lanes);
  return r.ring_floats + r.weight_floats;
}

static inline size_t depthwise_gradient_scratch(int lanes, const ck_depthwise_gradient_args *d) {
  const ck_ring r = ck_gradient_ring_of(d, lanes);
  return r.ring_floats + r.weight_floats;
}

static inline size_t expand_depthwise_scratch(int lanes, const ck_expand_depthwise_args *e) {
  const ck_ring r = ck_ring_of(e->hidden, e->out, e->window, lanes);
  return r.ring_floats + r.weight_floats;
}

#endif

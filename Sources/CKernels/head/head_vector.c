// Functions of one vector, and their gradients. Sums are in double precision.

#include <math.h>

#include "../part_range.h"
#include "head.h"

static const double root_half = 0.70710678118654752440;          // √½
static const double root_two_over_pi = 0.79788456080286535588;   // √(2/π)
static const double inverse_root_tau = 0.39894228040143267794;   // 1/√(2π)

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

// The inner function of GELU's approximation, tanh(√(2/π) (x + 0.044715 x³)).
static double gelu_tanh(double x) { return tanh(root_two_over_pi * (x + 0.044715 * x * x * x)); }

static double value(double x, ck_vector_function function, double constant) {
  switch (function) {
  case ck_vector_relu: return x < 0 ? 0 : x;
  case ck_vector_relu6: return x < 0 ? 0 : x > 6 ? 6 : x;
  case ck_vector_silu: return x * sigmoid(x);
  case ck_vector_sigmoid: return sigmoid(x);
  case ck_vector_gelu: return 0.5 * x * (1 + erf(x * root_half));
  case ck_vector_gelu_tanh: return 0.5 * x * (1 + gelu_tanh(x));
  case ck_vector_hardswish: return x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
  case ck_vector_tanh: return tanh(x);
  default: return x * constant;
  }
}

static double slope(double x, ck_vector_function function, double constant) {
  switch (function) {
  case ck_vector_relu: return x > 0;
  case ck_vector_relu6: return x > 0 && x < 6;
  case ck_vector_silu: {
    const double s = sigmoid(x);
    return s + x * s * (1 - s);
  }
  case ck_vector_sigmoid: {
    const double s = sigmoid(x);
    return s * (1 - s);
  }
  case ck_vector_gelu:
    return 0.5 * (1 + erf(x * root_half)) + x * inverse_root_tau * exp(-0.5 * x * x);
  case ck_vector_gelu_tanh: {
    const double t = gelu_tanh(x);
    return 0.5 * (1 + t) +
           0.5 * x * (1 - t * t) * root_two_over_pi * (1 + 3 * 0.044715 * x * x);
  }
  case ck_vector_hardswish: return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;
  case ck_vector_tanh: {
    const double t = tanh(x);
    return 1 - t * t;
  }
  default: return constant;
  }
}

// Mean of a vector and the reciprocal of its deviation, √(variance + epsilon).
static void moments(const ck_vector_args *v, double *mean, double *reciprocal) {
  double sum = 0, squares = 0;
  for (int i = 0; i < v->count; i++) sum += v->input[i];
  *mean = sum / v->count;
  for (int i = 0; i < v->count; i++) {
    const double difference = v->input[i] - *mean;
    squares += difference * difference;
  }
  *reciprocal = 1 / sqrt(squares / v->count + v->constant);
}

static double length(const ck_vector_args *v) {
  double squares = 0;
  for (int i = 0; i < v->count; i++) squares += (double)v->input[i] * v->input[i];
  return sqrt(squares);
}

void ck_vector(const void *arguments, int part, int parts) {
  const ck_vector_args *v = arguments;
  const ck_range range = ck_part_range((size_t)v->count, part, parts);
  if (v->function == ck_vector_layer_norm) {
    double mean, reciprocal;
    moments(v, &mean, &reciprocal);
    for (size_t i = range.begin; i < range.end; i++) {
      v->output[i] = (float)((v->input[i] - mean) * reciprocal * v->weights[i] + v->bias[i]);
    }
  } else if (v->function == ck_vector_unit_length) {
    const double divisor = fmax(length(v), v->constant);
    for (size_t i = range.begin; i < range.end; i++) v->output[i] = (float)(v->input[i] / divisor);
  } else {
    for (size_t i = range.begin; i < range.end; i++) {
      v->output[i] = (float)value(v->input[i], v->function, v->constant);
    }
  }
}

// With u = gradient · weight and n = (x − mean) / deviation:
// ∂/∂x = (u − mean(u) − n · mean(u · n)) / deviation.
static void layer_norm_gradient(const ck_vector_args *v, ck_range range) {
  double mean, reciprocal, sum = 0, product = 0;
  moments(v, &mean, &reciprocal);
  for (int i = 0; i < v->count; i++) {
    const double u = (double)v->gradient[i] * v->weights[i];
    sum += u;
    product += u * (v->input[i] - mean) * reciprocal;
  }
  for (size_t i = range.begin; i < range.end; i++) {
    const double u = (double)v->gradient[i] * v->weights[i];
    const double n = (v->input[i] - mean) * reciprocal;
    v->output[i] = (float)(reciprocal * (u - sum / v->count - n * product / v->count));
  }
}

// With r = ‖x‖₂: ∂/∂x = gradient / r − x (x · gradient) / r³; below the limit only the first term.
static void unit_length_gradient(const ck_vector_args *v, ck_range range) {
  const double norm = length(v), divisor = fmax(norm, v->constant);
  double product = 0;
  for (int i = 0; i < v->count; i++) product += (double)v->input[i] * v->gradient[i];
  const double factor = norm > v->constant ? product / (norm * norm * norm) : 0;
  for (size_t i = range.begin; i < range.end; i++) {
    v->output[i] = (float)(v->gradient[i] / divisor - v->input[i] * factor);
  }
}

void ck_vector_gradient(const void *arguments, int part, int parts) {
  const ck_vector_args *v = arguments;
  const ck_range range = ck_part_range((size_t)v->count, part, parts);
  switch (v->function) {
  case ck_vector_layer_norm: layer_norm_gradient(v, range); break;
  case ck_vector_unit_length: unit_length_gradient(v, range); break;
  default:
    for (size_t i = range.begin; i < range.end; i++) {
      v->output[i] = (float)(v->gradient[i] * slope(v->input[i], v->function, v->constant));
    }
  }
}

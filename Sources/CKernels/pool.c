// Threads that run a program together, step by step.
//
// The caller is thread 0. Between steps all threads meet at a barrier; they wait by spinning for a
// moment, since a step lasts microseconds, and then sleep in the kernel until they are woken.

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "CKernels.h"

enum { spins_before_sleep = 20000 };

typedef struct {
  const ck_step *steps;
  size_t count;
  uint64_t *ticks;
} program;

// A number that only grows, and a way to wait for it to pass a value.
typedef struct {
  _Alignas(64) atomic_uint value;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
} counter;

struct ck_pool {
  int threads;
  pthread_t *workers;
  program work;
  bool is_closing;
  counter generation;  // programs started
  counter passed;      // barriers passed
  _Alignas(64) atomic_int arrived;
};

typedef struct {
  ck_pool *pool;
  int part;
} worker_start;

static void counter_open(counter *c) {
  atomic_init(&c->value, 0);
  pthread_mutex_init(&c->mutex, NULL);
  pthread_cond_init(&c->changed, NULL);
}

static void counter_close(counter *c) {
  pthread_mutex_destroy(&c->mutex);
  pthread_cond_destroy(&c->changed);
}

static void counter_advance(counter *c) {
  pthread_mutex_lock(&c->mutex);
  atomic_fetch_add_explicit(&c->value, 1, memory_order_release);
  pthread_cond_broadcast(&c->changed);
  pthread_mutex_unlock(&c->mutex);
}

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Waits until the counter is no longer `seen`.
static void counter_await(counter *c, unsigned seen) {
  for (int i = 0; i < spins_before_sleep; i++) {
    if (atomic_load_explicit(&c->value, memory_order_acquire) != seen) return;
    pause_briefly();
  }
  pthread_mutex_lock(&c->mutex);
  while (atomic_load_explicit(&c->value, memory_order_acquire) == seen) {
    pthread_cond_wait(&c->changed, &c->mutex);
  }
  pthread_mutex_unlock(&c->mutex);
}

static void barrier(ck_pool *pool) {
  if (pool->threads == 1) return;
  const unsigned seen = atomic_load_explicit(&pool->passed.value, memory_order_relaxed);
  if (atomic_fetch_add_explicit(&pool->arrived, 1, memory_order_acq_rel) + 1 == pool->threads) {
    atomic_store_explicit(&pool->arrived, 0, memory_order_relaxed);
    counter_advance(&pool->passed);
  } else {
    counter_await(&pool->passed, seen);
  }
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void run_steps(ck_pool *pool, int part) {
  const program work = pool->work;  // the caller may set the next one after the last barrier
  for (size_t i = 0; i < work.count; i++) {
    work.steps[i].run(work.steps[i].arguments, part, pool->threads);
    barrier(pool);
    if (part == 0 && work.ticks) work.ticks[i + 1] = now();
  }
}

static void *worker_main(void *start) {
  ck_pool *pool = ((worker_start *)start)->pool;
  const int part = ((worker_start *)start)->part;
  free(start);
  for (unsigned seen = 0;; seen++) {
    counter_await(&pool->generation, seen);
    if (pool->is_closing) return NULL;
    run_steps(pool, part);
  }
}

ck_pool *ck_pool_create(int threads) {
  ck_pool *pool = aligned_alloc(64, (sizeof(ck_pool) + 63) / 64 * 64);
  if (!pool) return NULL;
  *pool = (ck_pool){.threads = 1};
  counter_open(&pool->generation);
  counter_open(&pool->passed);
  atomic_init(&pool->arrived, 0);
  pool->workers = calloc(threads > 1 ? threads - 1 : 1, sizeof(pthread_t));
  int started = 1;
  for (; started < threads; started++) {
    worker_start *start = malloc(sizeof *start);
    *start = (worker_start){pool, started};
    if (pthread_create(&pool->workers[started - 1], NULL, worker_main, start) != 0) {
      free(start);
      break;
    }
  }
  pool->threads = started;
  return pool;
}

void ck_pool_destroy(ck_pool *pool) {
  if (!pool) return;
  pool->is_closing = true;
  counter_advance(&pool->generation);
  for (int i = 0; i + 1 < pool->threads; i++) pthread_join(pool->workers[i], NULL);
  counter_close(&pool->generation);
  counter_close(&pool->passed);
  free(pool->workers);
  free(pool);
}

int ck_pool_threads(const ck_pool *pool) { return pool->threads; }

void ck_pool_run(ck_pool *pool, const ck_step *steps, size_t count, uint64_t *ticks) {
  if (ticks) ticks[0] = now();
  if (count == 0) return;
  pool->work = (program){steps, count, ticks};
  if (pool->threads > 1) counter_advance(&pool->generation);
  run_steps(pool, 0);
}

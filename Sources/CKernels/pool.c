// Thread pool that runs a program step by step.
//
// A step is cut into as many parts as there are threads. Any free thread, including the caller,
// takes the next part, so a thread that the system has suspended delays a step only if it was
// suspended in the middle of a part. One number, the ticket, says which step is open and how many
// of its parts are taken. The thread that finishes the last part opens the next step. A thread that
// finds no part spins for a moment, since a step lasts microseconds, and then sleeps on a condition
// variable.

#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "CKernels.h"

enum { spins_before_sleep = 3000 };

typedef struct {
  const ck_step *steps;
  size_t count;
  uint64_t *ticks;
  uint32_t first;  // number of its first step; step numbers continue over all programs
} program;

struct ck_pool {
  int threads;
  pthread_t *workers;
  program work;  // written only while no step is open
  atomic_bool is_closing;
  // High 32 bits: number of the open step. Low 32 bits: parts taken, or at least `closed` if no
  // step is open.
  _Alignas(64) _Atomic uint64_t ticket;
  _Alignas(64) atomic_int finished;  // finished parts of the open step
  _Alignas(64) atomic_int sleepers;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
};

static const uint64_t closed = 1u << 31;

static inline uint32_t step_of(uint64_t ticket) { return (uint32_t)(ticket >> 32); }
static inline uint32_t taken_of(uint64_t ticket) { return (uint32_t)ticket; }
static inline uint64_t ticket_of(uint32_t step, uint64_t taken) {
  return (uint64_t)step << 32 | taken;
}

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// Publishes a ticket and wakes sleeping threads.
static void publish(ck_pool *pool, uint64_t ticket) {
  atomic_store(&pool->ticket, ticket);
  if (atomic_load(&pool->sleepers) == 0) return;
  pthread_mutex_lock(&pool->mutex);
  pthread_cond_broadcast(&pool->changed);
  pthread_mutex_unlock(&pool->mutex);
}

// Waits until the ticket has another step than `step`, which has no parts left.
static void await(ck_pool *pool, uint32_t step) {
  for (int i = 0; i < spins_before_sleep; i++) {
    if (step_of(atomic_load_explicit(&pool->ticket, memory_order_acquire)) != step) return;
    pause_briefly();
  }
  pthread_mutex_lock(&pool->mutex);
  atomic_fetch_add(&pool->sleepers, 1);
  while (step_of(atomic_load(&pool->ticket)) == step) {
    pthread_cond_wait(&pool->changed, &pool->mutex);
  }
  atomic_fetch_sub(&pool->sleepers, 1);
  pthread_mutex_unlock(&pool->mutex);
}

// Runs one part; opens the next step if it was the last part to finish.
static void run_part(ck_pool *pool, uint32_t step, int part) {
  const program *work = &pool->work;
  const size_t index = (uint32_t)(step - work->first);
  work->steps[index].run(work->steps[index].arguments, part, pool->threads);
  if (atomic_fetch_add(&pool->finished, 1) + 1 < pool->threads) return;
  if (work->ticks) work->ticks[index + 1] = now();
  atomic_store(&pool->finished, 0);
  publish(pool, ticket_of(step + 1, index + 1 < work->count ? 0 : closed));
}

// Runs parts until the ticket reaches step `*end` (if `end` is not null) or the pool is closing.
static void take_parts(ck_pool *pool, const uint32_t *end) {
  for (;;) {
    const uint64_t seen = atomic_load_explicit(&pool->ticket, memory_order_acquire);
    if ((end && step_of(seen) == *end) || atomic_load(&pool->is_closing)) return;
    if (taken_of(seen) < (uint32_t)pool->threads) {
      const uint64_t ticket = atomic_fetch_add(&pool->ticket, 1);
      if (taken_of(ticket) < (uint32_t)pool->threads) {
        run_part(pool, step_of(ticket), (int)taken_of(ticket));
        continue;
      }
    }
    await(pool, step_of(seen));
  }
}

static void *worker_main(void *argument) {
  ck_pool *pool = argument;
  // Until the pool is complete its creator holds the mutex: the number of threads is not final before.
  pthread_mutex_lock(&pool->mutex);
  pthread_mutex_unlock(&pool->mutex);
  take_parts(pool, NULL);
  return NULL;
}

ck_pool *ck_pool_create(int threads) {
  ck_pool *pool = aligned_alloc(64, (sizeof(ck_pool) + 63) / 64 * 64);
  if (!pool) return NULL;
  *pool = (ck_pool){.threads = threads > 1 ? threads : 1};
  atomic_init(&pool->ticket, closed);
  pool->workers = calloc((size_t)pool->threads, sizeof(pthread_t));
  if (!pool->workers) {
    free(pool);
    return NULL;
  }
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->changed, NULL);
  int started = 1;
  pthread_mutex_lock(&pool->mutex);
  while (started < pool->threads &&
         pthread_create(&pool->workers[started - 1], NULL, worker_main, pool) == 0) {
    started++;
  }
  pool->threads = started;
  pthread_mutex_unlock(&pool->mutex);
  return pool;
}

void ck_pool_destroy(ck_pool *pool) {
  if (!pool) return;
  atomic_store(&pool->is_closing, true);
  publish(pool, ticket_of(step_of(atomic_load(&pool->ticket)) + 1, closed));
  for (int i = 0; i + 1 < pool->threads; i++) pthread_join(pool->workers[i], NULL);
  pthread_mutex_destroy(&pool->mutex);
  pthread_cond_destroy(&pool->changed);
  free(pool->workers);
  free(pool);
}

int ck_pool_threads(const ck_pool *pool) { return pool->threads; }

void ck_pool_run(ck_pool *pool, const ck_step *steps, size_t count, uint64_t *ticks) {
  if (ticks) ticks[0] = now();
  if (count == 0) return;
  if (pool->threads == 1) {
    for (size_t i = 0; i < count; i++) {
      steps[i].run(steps[i].arguments, 0, 1);
      if (ticks) ticks[i + 1] = now();
    }
    return;
  }
  const uint32_t first = step_of(atomic_load(&pool->ticket)) + 1, end = first + (uint32_t)count;
  pool->work = (program){steps, count, ticks, first};
  publish(pool, ticket_of(first, 0));
  take_parts(pool, &end);
}

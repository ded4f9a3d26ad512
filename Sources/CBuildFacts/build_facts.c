#include "CBuildFacts.h"

#ifndef EFFSCOPE_COMMIT
#define EFFSCOPE_COMMIT ""
#endif
#ifndef EFFSCOPE_COMMIT_DATE
#define EFFSCOPE_COMMIT_DATE ""
#endif

const char *build_commit(void) { return EFFSCOPE_COMMIT; }

const char *build_commit_date(void) { return EFFSCOPE_COMMIT_DATE; }

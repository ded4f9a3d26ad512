// The commit that the program was built from. Scripts/build.sh hands it to Package.swift, which defines it
// for this module only: a new commit compiles one file and links again.
#ifndef C_BUILD_FACTS_H
#define C_BUILD_FACTS_H

// The full hash, with "+changes" where tracked files differed; "" where it is not known.
const char *build_commit(void);
// The time of the commit in UTC (2026-01-31T12:00:00Z); "" where it is not known.
const char *build_commit_date(void);

#endif

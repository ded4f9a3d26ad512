#include <sqlite3.h>

// Variadic functions of SQLite, which Swift can't call.

// For databases from strangers: SQL can't change the schema's tables by hand, the file's own triggers and
// views never run, and functions with effects can't be called from its schema. Returns SQLite's result code.
static inline int effscope_defend(sqlite3 *database) {
  static const int settings[][2] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
  };
  for (unsigned i = 0; i < sizeof settings / sizeof *settings; i++) {
    int code = sqlite3_db_config(database, settings[i][0], settings[i][1], (int *)0);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

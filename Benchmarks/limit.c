// The floor for storing what a replica stores: reads a database whole, then inserts the same rows into the same tables, with
// the same indexes, through plain C SQLite in one transaction, with the same durability, and prints the milliseconds of wall
// clock and of CPU that the inserting took.
//
//     limit SOURCE.db TARGET.db
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { sqlite3_value **values; int count; int table; } Row;

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void check(int code, sqlite3 *db, const char *what) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "limit: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: limit SOURCE.db TARGET.db\n"); return 64; }
    sqlite3 *source, *target;
    check(sqlite3_open_v2(argv[1], &source, SQLITE_OPEN_READONLY, NULL), source, "open source");
    check(sqlite3_open(argv[2], &target), target, "open target");
    check(sqlite3_exec(target, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=0", NULL, NULL, NULL), target, "pragma");

    sqlite3_stmt *schema;
    check(sqlite3_prepare_v2(source, "SELECT sql, name, type FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'index'", -1, &schema, NULL), source, "schema");
    sqlite3_stmt *inserts[256];
    int tables = 0;
    size_t capacity = 1 << 20, rows = 0;
    Row *all = malloc(capacity * sizeof(Row));
    while (sqlite3_step(schema) == SQLITE_ROW) {
        check(sqlite3_exec(target, (const char *)sqlite3_column_text(schema, 0), NULL, NULL, NULL), target, "create");
        if (strcmp((const char *)sqlite3_column_text(schema, 2), "table")) continue;
        char sql[4096];
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", sqlite3_column_text(schema, 1));
        sqlite3_stmt *read;
        check(sqlite3_prepare_v2(source, sql, -1, &read, NULL), source, sql);
        int columns = sqlite3_column_count(read);
        int length = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES (?1", sqlite3_column_text(schema, 1));
        for (int column = 2; column <= columns; column++) length += snprintf(sql + length, sizeof sql - length, ", ?%d", column);
        snprintf(sql + length, sizeof sql - length, ")");
        check(sqlite3_prepare_v2(target, sql, -1, &inserts[tables], NULL), target, sql);
        while (sqlite3_step(read) == SQLITE_ROW) {
            if (rows == capacity) all = realloc(all, (capacity *= 2) * sizeof(Row));
            Row row = { malloc(columns * sizeof(sqlite3_value *)), columns, tables };
            for (int column = 0; column < columns; column++) row.values[column] = sqlite3_value_dup(sqlite3_column_value(read, column));
            all[rows++] = row;
        }
        sqlite3_finalize(read);
        tables++;
    }
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    check(sqlite3_exec(target, "BEGIN IMMEDIATE", NULL, NULL, NULL), target, "begin");
    for (size_t index = 0; index < rows; index++) {
        sqlite3_stmt *insert = inserts[all[index].table];
        for (int column = 0; column < all[index].count; column++) sqlite3_bind_value(insert, column + 1, all[index].values[column]);
        check(sqlite3_step(insert), target, "insert");
        sqlite3_reset(insert);
    }
    check(sqlite3_exec(target, "COMMIT", NULL, NULL, NULL), target, "commit");
    printf("%.1f %.1f %zu\n", (seconds(CLOCK_MONOTONIC) - wall) * 1e3, (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e3, rows);
    return 0;
}

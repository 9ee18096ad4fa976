/**
 * Real servers for tests: one PostgreSQL with pgvector and one S3 server for all test JVMs of a
 * build, a database and buckets of its own for each of them.
 */
package dev.recollect.testkit;

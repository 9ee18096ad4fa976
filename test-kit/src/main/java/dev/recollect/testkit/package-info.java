/**
 * Real servers for tests: one PostgreSQL with pgvector and one S3 server for all test JVMs of a
 * build, a database and buckets of its own for each of them, and what a packaged service is run and
 * looked at with.
 */
package dev.recollect.testkit;

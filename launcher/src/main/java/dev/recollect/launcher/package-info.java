/**
 * The command line and the embedded default: one process that owns the servers, the services and
 * the front door.
 */
package dev.recollect.launcher;
